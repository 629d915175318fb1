package io.jackfield.server;

import io.jackfield.reactor.endpoint.Endpoint;
import java.net.InetSocketAddress;

/**
 * A server of conversations over TCP:
 *
 * <pre>{@code
 * try (var server = TcpServer.at("tcp://:9999")
 *     .handler(Greeting::new).engine(Engine.virtualThreads()).start()) {
 *   …
 * }
 * }</pre>
 */
public final class TcpServer extends BaseServer {
  private TcpServer(ServerRun run) {
    super(run);
  }

  /**
   * Begins a server that will listen where a text says: {@code tcp://127.0.0.1:9999}, {@code
   * tcp://:9999} for every address of the machine. A host's name is looked up while the caller
   * waits, and its first address taken; that there is none {@link ServerBuilder#open} says.
   *
   * @throws IllegalArgumentException if it is no such {@linkplain
   *     io.jackfield.reactor.endpoint.Endpoint endpoint}; it says what is wrong
   */
  public static StreamServerBuilder<TcpServer> at(String endpoint) {
    var read = Written.read(endpoint, Endpoint.Tcp.class);
    return at(Written.address(read, read.at()));
  }

  /** Begins a server that will listen at {@code address}; port 0 is any free one. */
  public static StreamServerBuilder<TcpServer> at(InetSocketAddress address) {
    return new StreamServerBuilder<>(address, TcpServer::new);
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) super.address();
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
