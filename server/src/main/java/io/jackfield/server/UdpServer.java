package io.jackfield.server;

import io.jackfield.reactor.endpoint.Endpoint;
import java.net.InetSocketAddress;

/**
 * A server of datagrams over UDP; each is a request of its own. On a machine of several addresses
 * an answer comes from the one that was asked.
 */
public final class UdpServer extends BaseServer {
  private UdpServer(ServerRun run) {
    super(run);
  }

  /** Begins a server that will receive at {@code udp://:9999}; as {@link TcpServer#at(String)}. */
  public static DatagramServerBuilder<UdpServer> at(String endpoint) {
    var read = Written.read(endpoint, Endpoint.Udp.class);
    return at(Written.address(read, read.at()));
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
