package io.jackfield.server;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.net.UnixDomainSocketAddress;

/**
 * A server of conversations over stream sockets of the Unix domain: {@code unix(7)}. The path that
 * it binds is removed when it no longer listens. A client has an address only if it has bound one;
 * else it is the empty path.
 */
public final class UnixStreamServer extends BaseServer {
  private UnixStreamServer(ServerRun run) {
    super(run);
  }

  /**
   * Begins a server that will listen where a text says: {@code unix:/run/x.sock?mode=0660}, {@code
   * unix:@name}. The options say how it takes its path: {@code mode} and {@code take-stale}.
   *
   * @throws IllegalArgumentException if it is no such {@linkplain
   *     io.jackfield.reactor.endpoint.Endpoint endpoint}; it says what is wrong
   */
  public static StreamServerBuilder<UnixStreamServer> at(String endpoint) {
    var read = Written.read(endpoint, Endpoint.Unix.class);
    return new StreamServerBuilder<>(read.address(), UnixStreamServer::new)
        .path(Written.path(read, read.address()));
  }

  /** Begins a server that will listen at a path of the file system. */
  public static StreamServerBuilder<UnixStreamServer> at(UnixDomainSocketAddress address) {
    return new StreamServerBuilder<>(address, UnixStreamServer::new);
  }

  /** Begins a server that will listen at an abstract name. */
  public static StreamServerBuilder<UnixStreamServer> at(AbstractUnixAddress address) {
    return new StreamServerBuilder<>(address, UnixStreamServer::new);
  }

  /**
   * Changes what clients may take of it: how many connections there may be at once, the others for
   * those that come from now on. Who has a connection keeps it, as it is; so does the kernel's
   * backlog. On event loops how many bytes may wait for a client does so too. Any thread.
   */
  public void limits(Limits limits) {
    changeLimits(limits);
  }
}
