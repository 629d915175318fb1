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
}
