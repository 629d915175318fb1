package io.jackfield.server;

import io.jackfield.reactor.SocketPath;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.OptionReader;
import io.jackfield.tls.TlsEndpoint;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Reads where a server is to be, as text. */
final class Written {
  private static final EndpointParser PARSER = TlsEndpoint.addTo(EndpointParser.standard());

  private Written() {}

  /**
   * Reads one of the kind that a server listens at.
   *
   * @throws IllegalArgumentException if it is none, or another's; it says whose
   */
  static <E extends Endpoint> E read(String text, Class<E> kind) {
    Endpoint read = PARSER.parse(text);
    if (!kind.isInstance(read)) {
      throw new IllegalArgumentException(text + ": " + instead(read));
    }
    return kind.cast(read);
  }

  private static String instead(Endpoint read) {
    return switch (read) {
      case Endpoint.Tcp _ -> "a TcpServer listens there";
      case Endpoint.Udp _ -> "a UdpServer receives there";
      case Endpoint.Unix _ -> "a UnixStreamServer listens there";
      case Endpoint.UnixDatagram _ -> "a UnixDatagramServer receives there";
      case TlsEndpoint tls -> "TLS is said by tls(config), of a TcpServer at tcp://" + tls.at();
      case Endpoint.Fd _, Endpoint.Systemd _ ->
          "a socket that was passed to this process is said by sockets(GivenSockets)";
      case Endpoint.Stdio _,
          Endpoint.Exec _,
          Endpoint.Pty _,
          Endpoint.File _,
          Endpoint.Extension _ ->
          "nothing comes there that a server could take";
    };
  }

  /** An address of IP; it has no options. A host without one is an error of the server's start. */
  static InetSocketAddress address(Endpoint endpoint, HostPort at) {
    OptionReader.toListen(endpoint).end();
    try {
      return at.resolved();
    } catch (UnknownHostException e) {
      return InetSocketAddress.createUnresolved(at.host(), at.port());
    }
  }

  /** How it takes its path, by its options. */
  static SocketPath path(Endpoint endpoint, SocketAddress at) {
    OptionReader given = OptionReader.toListen(endpoint);
    SocketPath path = given.socketPath(at, SocketPath.DEFAULTS);
    given.end();
    return path;
  }
}
