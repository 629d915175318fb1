package io.jackfield.reactor.endpoint;

import io.jackfield.reactor.ListeningPort;
import java.net.SocketAddress;
import java.util.List;

/** Several listening sockets as one port; at least one. */
record CombinedPort(List<ListeningPort> ports) implements ListeningPort {
  @Override
  public SocketAddress localAddress() {
    return ports.getFirst().localAddress();
  }

  @Override
  public List<SocketAddress> localAddresses() {
    return ports.stream().map(ListeningPort::localAddress).toList();
  }

  @Override
  public int connections() {
    return ports.stream().mapToInt(ListeningPort::connections).sum();
  }

  @Override
  public void stop() {
    ports.forEach(ListeningPort::stop);
  }

  @Override
  public void pause() {
    ports.forEach(ListeningPort::pause);
  }

  @Override
  public void resume() {
    ports.forEach(ListeningPort::resume);
  }
}
