package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.server.Server;
import io.jackfield.service.Service;
import io.jackfield.socket.SocketType;
import java.net.InetSocketAddress;

/**
 * A service to be had at an address.
 *
 * @param scheme {@code tcp} or {@code udp}
 * @param server bound and listening
 */
record Listening(Service service, String scheme, Server server) {

  /** {@code tcp://127.0.0.1:21567}, with the port it got. */
  String endpoint() {
    SocketType type = scheme.equals("udp") ? SocketType.DATAGRAM : SocketType.STREAM;
    return Endpoint.of(server.address(), type).toString();
  }

  int port() {
    return server.address() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }
}
