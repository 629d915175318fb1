package io.jackfield.reactor.driver;

import io.jackfield.socket.Errno;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking calls of the JDK's channels, told as the kernel tells them: a result or -errno,
 * {@code -EAGAIN} where the JDK says 0 or null.
 */
final class NioIo {
  /** Of one send; what is left follows with the next one. */
  private static final int PIECES = 16;

  /** The channels do not tell their descriptors. */
  private static final int UNKNOWN = -1;

  private final @Nullable ByteBuffer[] pieces = new ByteBuffer[PIECES];
  private int failure;

  // ---- streams ----------------------------------------------------------------------------------

  int receive(NioHandle handle, Chunk into) {
    long started = SocketObservers.begin();
    int count;
    try {
      int read = handle.stream().read(into.bytes().clear());
      count = read == 0 ? -NioErrno.EAGAIN : Math.max(0, read);
    } catch (IOException | NotYetConnectedException e) {
      count = -NioErrno.of(e);
    }
    return told(started, Kind.READ, "recv", handle, count);
  }

  int send(NioHandle handle, Outgoing from) {
    long started = SocketObservers.begin();
    int count;
    try {
      long written = write(handle.stream(), from);
      count = written == 0 ? -NioErrno.EAGAIN : (int) written;
    } catch (ClosedChannelException | NotYetConnectedException e) {
      count = -NioErrno.EPIPE; // As the kernel says of a half that is shut, or was never open.
    } catch (IOException e) {
      count = -NioErrno.of(e);
    }
    return told(started, Kind.WRITTEN, "send", handle, count);
  }

  private long write(SocketChannel stream, Outgoing from) throws IOException {
    if (from.pieces() == 1) {
      return stream.write(from.view(0));
    }
    int count = 0;
    try {
      for (int most = Math.min(PIECES, from.pieces()); count < most; count++) {
        ByteBuffer view = from.view(count);
        int earlier = indexOf(view, count);
        if (earlier >= 0) {
          // Of a chunk that has one view: it is the earlier piece's again, this one waits.
          pieces[earlier] = from.view(earlier);
          break;
        }
        pieces[count] = view;
      }
      return stream.write(pieces, 0, count);
    } finally {
      Arrays.fill(pieces, 0, count, null);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Equal bytes elsewhere are not these.
  private int indexOf(ByteBuffer view, int count) {
    for (int i = 0; i < count; i++) {
      if (pieces[i] == view) {
        return i;
      }
    }
    return -1;
  }

  /** 0, -EINPROGRESS, or why not: -EAGAIN if a Unix listener's queue is full. */
  int connect(NioHandle handle, SocketAddress remote) {
    if (handle.listens()) {
      return -NioErrno.EINVAL;
    }
    try {
      if (handle.isOfMessages()) {
        connect(handle.datagrams(), remote);
        return 0;
      }
      return handle.stream().connect(remote) ? 0 : -NioErrno.EINPROGRESS;
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      return NioErrno.of(e) == NioErrno.EAGAIN ? renewed(handle) : -NioErrno.of(e);
    }
  }

  /** The JDK has closed the channel, which the caller may try again. */
  private static int renewed(NioHandle handle) {
    try {
      NioSockets.renew(handle);
      return -NioErrno.EAGAIN;
    } catch (IOException e) {
      return -NioErrno.of(e);
    }
  }

  /** To another peer too; if that cannot be had the one before stays. */
  private static void connect(DatagramChannel datagrams, SocketAddress remote) throws IOException {
    SocketAddress before = datagrams.getRemoteAddress();
    if (before == null) {
      datagrams.connect(remote);
      return;
    }
    datagrams.disconnect();
    try {
      datagrams.connect(remote);
    } catch (IOException | IllegalArgumentException e) {
      datagrams.connect(before);
      throw e;
    }
  }

  /** 0, -EAGAIN if it goes on, or why not. */
  int finishConnect(NioHandle handle) {
    try {
      return handle.stream().finishConnect() ? 0 : -NioErrno.EAGAIN;
    } catch (IOException e) {
      return -NioErrno.of(e);
    }
  }

  /** Null if there is none; then {@link #failure} says why. */
  @Nullable SocketChannel accept(ServerSocketChannel listener) {
    try {
      SocketChannel connection = listener.accept();
      if (connection != null) {
        connection.configureBlocking(false);
      }
      failure = -NioErrno.EAGAIN;
      return connection;
    } catch (IOException e) {
      failure = -NioErrno.of(e);
      return null;
    }
  }

  int shutdownSending(NioHandle handle) {
    try {
      handle.stream().shutdownOutput();
      return 0;
    } catch (IOException | NotYetConnectedException e) {
      return -NioErrno.of(e);
    }
  }

  // ---- messages ---------------------------------------------------------------------------------

  /** Null if there is none; then {@link #failure} says why. */
  @Nullable ReceivedMessage receiveMessage(NioHandle handle, Chunk into) {
    long started = SocketObservers.begin();
    ByteBuffer bytes = into.bytes().clear();
    try {
      SocketAddress source = handle.datagrams().receive(bytes);
      if (source == null) {
        failure = -NioErrno.EAGAIN;
        return null;
      }
      observe(started, Kind.READ, "recvmsg", source, bytes.position());
      // A chunk has room for the longest datagram there is: none is cut.
      return new ReceivedMessage(
          source, bytes.position(), false, false, false, false, false, List.of());
    } catch (IOException e) {
      failure = -NioErrno.of(e);
      observe(started, Kind.READ, "recvmsg", null, failure);
      return null;
    }
  }

  /** Why the last call gave none: {@code -EAGAIN} if none was there. */
  int failure() {
    return failure;
  }

  int send(NioHandle handle, NioHandle.Message message) {
    long started = SocketObservers.begin();
    int length = message.data().remaining();
    int sent;
    try {
      DatagramChannel datagrams = handle.datagrams();
      SocketAddress peer = datagrams.getRemoteAddress();
      SocketAddress to = message.to() == null ? peer : message.to();
      if (to == null) {
        sent = -NioErrno.EDESTADDRREQ;
      } else if (length == 0 && peer != null) {
        sent = -NioErrno.EOPNOTSUPP; // A channel that is connected says 0 and sends nothing.
      } else {
        sent = datagrams.send(message.data(), to);
        if (sent == 0 && length > 0) {
          sent = -NioErrno.EAGAIN;
        }
      }
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      sent = -NioErrno.of(e);
    }
    return told(started, Kind.WRITTEN, "sendmsg", handle, sent);
  }

  // ---- who observes -----------------------------------------------------------------------------

  private static int told(long started, Kind kind, String call, NioHandle handle, int count) {
    if (count != -NioErrno.EAGAIN && SocketObservers.watched()) {
      observe(started, kind, call, NioSockets.remoteAddress(handle), count);
    }
    return count;
  }

  static void observe(
      long started, Kind kind, String call, @Nullable SocketAddress peer, long result) {
    if (result < 0) {
      SocketObservers.failed(started, Kind.FAILED, call, UNKNOWN, peer, new Errno((int) -result));
    } else {
      SocketObservers.end(started, kind, call, UNKNOWN, peer, result);
    }
  }
}
