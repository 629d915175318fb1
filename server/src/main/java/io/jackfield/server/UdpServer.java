package io.jackfield.server;

import java.net.InetSocketAddress;

/**
 * A server of datagrams over UDP; each is a request of its own. On a machine of several addresses
 * an answer comes from the one that was asked.
 */
public final class UdpServer extends BaseServer {
  private UdpServer(ServerRun run) {
    super(run);
  }

  /** Begins a server that will receive at {@code address}; port 0 is any free one. */
  public static DatagramServerBuilder<UdpServer> at(InetSocketAddress address) {
    return new DatagramServerBuilder<>(address, UdpServer::new);
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) super.address();
  }
}
