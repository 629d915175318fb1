package io.jackfield.server;

import java.net.InetSocketAddress;

/**
 * A server of conversations over TCP:
 *
 * <pre>{@code
 * try (var server = TcpServer.at(new InetSocketAddress("localhost", 9999))
 *     .handler(Greeting::new).engine(Engine.virtualThreads()).start()) {
 *   …
 * }
 * }</pre>
 */
public final class TcpServer extends BaseServer {
  private TcpServer(ServerRun run) {
    super(run);
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
   * backlog. With worker processes only how many connections there may be changes. Any thread.
   */
  public void limits(Limits limits) {
    changeLimits(limits);
  }
}
