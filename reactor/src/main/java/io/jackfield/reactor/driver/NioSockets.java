package io.jackfield.reactor.driver;

import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** How a socket of the JDK's comes to be, and to its addresses. */
final class NioSockets {
  private NioSockets() {}

  static NioHandle open(ProtocolFamily family, SocketType type) throws IOException {
    boolean unix = family == StandardProtocolFamily.UNIX;
    boolean inet = family == StandardProtocolFamily.INET || family == StandardProtocolFamily.INET6;
    SelectableChannel channel = null;
    try {
      if (type == SocketType.STREAM && (inet || unix)) {
        channel = SocketChannel.open(family);
      } else if (type == SocketType.DATAGRAM && inet) {
        channel = DatagramChannel.open(family);
      }
    } catch (UnsupportedOperationException e) {
      throw NioErrno.exception("socket", NioErrno.EAFNOSUPPORT, null); // A machine without IPv6.
    } catch (IOException e) {
      throw NioErrno.exception("socket", e, null);
    }
    if (channel == null) {
      throw NioDriver.refused("sockets of family " + family + " and type " + type);
    }
    channel.configureBlocking(false);
    return new NioHandle(channel, family);
  }

  /**
   * Binds it; a Unix stream listens from then on. The JDK binds and listens in one call, and a path
   * can be bound once only.
   */
  static void bind(NioHandle handle, SocketAddress local) throws IOException {
    requireKnown(local);
    try {
      if (handle.family == StandardProtocolFamily.UNIX) {
        listen(handle, local, Integer.MAX_VALUE);
      } else {
        ((NetworkChannel) handle.channel()).bind(local);
      }
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw NioErrno.exception("bind", e, local);
    }
  }

  /**
   * Returns where the JDK has such addresses.
   *
   * @throws UnsupportedOperationException if it has not
   */
  static void requireKnown(SocketAddress address) {
    if (!(address instanceof InetSocketAddress || address instanceof UnixDomainSocketAddress)) {
      throw NioDriver.refused("addresses like " + address);
    }
  }

  /** Has a bound stream take connections. */
  static void listen(NioHandle handle, int backlog) throws IOException {
    if (handle.listens()) {
      return; // A Unix stream, since it was bound.
    }
    SocketAddress local = handle.stream().getLocalAddress();
    try {
      listen(handle, local, Math.max(1, backlog));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw NioErrno.exception("listen", e, local);
    }
  }

  private static void listen(NioHandle handle, @Nullable SocketAddress local, int backlog)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(handle.family);
    try {
      server.configureBlocking(false);
      handle.options.copyTo(server);
      takeOver(handle.stream(), server, local, backlog);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    handle.replace(server);
  }

  /**
   * Gives the address of one channel to another. Where two that do not listen may have one address
   * (Linux), nobody else can have it meanwhile; elsewhere it is free for a moment.
   */
  private static void takeOver(
      SocketChannel from, ServerSocketChannel to, @Nullable SocketAddress local, int backlog)
      throws IOException {
    if (local instanceof InetSocketAddress) {
      boolean reuses = from.getOption(StandardSocketOptions.SO_REUSEADDR);
      from.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      to.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      try {
        to.bind(local, backlog);
      } catch (BindException stillHeld) {
        from.close();
        to.bind(local, backlog);
      }
      to.setOption(StandardSocketOptions.SO_REUSEADDR, reuses);
    } else {
      to.bind(local, backlog);
    }
    from.close();
  }

  /** One in the place of a stream that the JDK has closed when it could not connect. */
  static void renew(NioHandle handle) throws IOException {
    SocketChannel again = SocketChannel.open(handle.family);
    again.configureBlocking(false);
    handle.options.copyTo(again);
    handle.replace(again);
  }

  static @Nullable SocketAddress localAddress(NioHandle handle) {
    try {
      return ((NetworkChannel) handle.channel()).getLocalAddress();
    } catch (IOException e) {
      return null; // Closed.
    }
  }

  static @Nullable SocketAddress remoteAddress(NioHandle handle) {
    try {
      return switch (handle.channel()) {
        case SocketChannel stream -> stream.isConnected() ? stream.getRemoteAddress() : null;
        case DatagramChannel datagrams -> datagrams.getRemoteAddress();
        default -> null;
      };
    } catch (IOException e) {
      return null;
    }
  }
}
