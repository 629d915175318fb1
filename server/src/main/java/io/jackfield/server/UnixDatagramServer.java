package io.jackfield.server;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.net.UnixDomainSocketAddress;

/**
 * A server of datagrams of the Unix domain: {@code unix(7)}; each is a request of its own. A client
 * that has bound no address cannot be answered: its datagrams are handled, and a {@link
 * DatagramRequest#reply} fails.
 */
public final class UnixDatagramServer extends BaseServer {
  private UnixDatagramServer(ServerRun run) {
    super(run);
  }

  /**
   * Begins a server that will receive where a text says: {@code unix-dgram:/run/x.sock?mode=0660},
   * {@code unix-dgram:@name}. The options say how it takes its path: {@code mode} and {@code
   * take-stale}.
   *
   * @throws IllegalArgumentException if it is no such {@linkplain
   *     io.jackfield.reactor.endpoint.Endpoint endpoint}; it says what is wrong
   */
  public static DatagramServerBuilder<UnixDatagramServer> at(String endpoint) {
    var read = Written.read(endpoint, Endpoint.UnixDatagram.class);
    return new DatagramServerBuilder<>(read.address(), UnixDatagramServer::new)
        .path(Written.path(read, read.address()));
  }

  /** Begins a server that will receive at a path of the file system. */
  public static DatagramServerBuilder<UnixDatagramServer> at(UnixDomainSocketAddress address) {
    return new DatagramServerBuilder<>(address, UnixDatagramServer::new);
  }

  /** Begins a server that will receive at an abstract name. */
  public static DatagramServerBuilder<UnixDatagramServer> at(AbstractUnixAddress address) {
    return new DatagramServerBuilder<>(address, UnixDatagramServer::new);
  }
}
