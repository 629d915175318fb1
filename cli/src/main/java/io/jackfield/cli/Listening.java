package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.Options;
import io.jackfield.server.BaseServer;
import io.jackfield.service.Service;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsEndpoint;
import java.net.InetSocketAddress;

/**
 * A service to be had at an address.
 *
 * @param scheme {@code tcp}, {@code udp} or {@code tls}
 * @param server bound and listening
 */
record Listening(Service service, String scheme, BaseServer server) {

  /** {@code tcp://127.0.0.1:21567}, with the port it got. */
  String endpoint() {
    if (scheme.equals("tls") && server.address() instanceof InetSocketAddress inet) {
      return new TlsEndpoint(HostPort.of(inet), Options.NONE).toString();
    }
    SocketType type = scheme.equals("udp") ? SocketType.DATAGRAM : SocketType.STREAM;
    return Endpoint.of(server.address(), type).toString();
  }

  int port() {
    return server.address() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }
}
