package io.jackfield.reactor;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Objects;

/**
 * A port of this machine that several sockets of this program are to share, held while they are
 * opened with {@code SO_REUSEPORT}. That option would let in any program of the same user without a
 * word; so the claim itself is bound without it, and says that the port is in use where it is.
 *
 * <p>It does not listen, and gets no connections. What datagrams reach it while it is open are
 * lost. Source: {@code SO_REUSEPORT} in socket(7).
 */
public final class PortClaim implements AutoCloseable {
  private final Socket socket;
  private final InetSocketAddress address;

  private PortClaim(Socket socket, InetSocketAddress address) {
    this.socket = socket;
    this.address = address;
  }

  /**
   * Claims an address; port 0 is any free one.
   *
   * @param options set before it is bound. With {@code SO_REUSEPORT} among them the port may be
   *     shared with other programs too
   * @throws IOException as {@link Socket#bind}: {@link io.jackfield.socket.AddressInUseException}
   *     and its like
   */
  public static PortClaim of(
      InetSocketAddress local, SocketType type, Map<SocketOption<?>, Object> options)
      throws IOException {
    Socket socket = Socket.openFor(local, type);
    try {
      if (type == SocketType.STREAM && !options.containsKey(StandardSocketOptions.SO_REUSEADDR)) {
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
        set(socket, option.getKey(), option.getValue());
      }
      socket.bind(local);
      socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      SocketAddress bound = Objects.requireNonNull(socket.localAddress());
      return new PortClaim(socket, (InetSocketAddress) bound);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static <T> void set(Socket socket, SocketOption<T> option, Object value)
      throws IOException {
    socket.setOption(option, option.type().cast(value));
  }

  /** The address that it has, for those that share it. */
  public InetSocketAddress address() {
    return address;
  }

  /** Gives it up; those that share it have it. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
