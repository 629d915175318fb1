package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.Options;
import io.jackfield.server.BaseServer;
import io.jackfield.service.Service;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsEndpoint;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A service to be had at an address.
 *
 * @param served how it is run
 * @param scheme {@code tcp}, {@code tls}, {@code udp}, {@code unix} or {@code unix-dgram}
 * @param name its own among all, the same in a process that takes this one's place
 * @param server bound and listening
 */
record Listening(Served served, String scheme, String name, BaseServer server) {

  Service service() {
    return served.service();
  }

  /** {@code tcp://127.0.0.1:21567}, with the port it got. */
  String endpoint() {
    return endpoint(scheme, server.address());
  }

  /** An address as it is told. */
  static String endpoint(String scheme, SocketAddress address) {
    if (scheme.equals("tls") && address instanceof InetSocketAddress inet) {
      return new TlsEndpoint(HostPort.of(inet), Options.NONE).toString();
    }
    boolean isDatagram = scheme.equals("udp") || scheme.equals("unix-dgram");
    return Endpoint.of(address, isDatagram ? SocketType.DATAGRAM : SocketType.STREAM).toString();
  }

  int port() {
    return server.address() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  /** As it is shown. */
  Table.Shown shown() {
    return new Table.Shown(served, scheme, server.address());
  }
}
