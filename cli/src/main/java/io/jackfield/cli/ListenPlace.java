package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.reactor.endpoint.Options;
import io.jackfield.tls.TlsEndpoint;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code listen} is told to listen.
 *
 * @param first a port, an endpoint or a path; a host if there is a second
 * @param second its port
 */
record ListenPlace(
    String first,
    @Nullable String second,
    boolean udp,
    boolean unix,
    boolean tls,
    TlsServerOptions server) {

  /**
   * The same as an endpoint.
   *
   * @throws CommandException of wrong usage
   * @throws IOException if a host is none
   */
  Endpoint endpoint(NameOptions names, Told told) throws IOException {
    boolean isEndpoint = second == null && !unix && first.contains(":");
    boolean isTls = tls || (isEndpoint && first.startsWith("tls:"));
    if (isTls && (udp || unix)) {
      throw new CommandException(
          Exit.USAGE, (udp ? "--udp" : "--unix") + " and TLS exclude each other");
    }
    boolean hasOwnFiles = isEndpoint && isTls && first.contains("cert=");
    server.check(isTls && !hasOwnFiles, "--tls or tls://HOST:PORT");
    TlsServerConfig config = server.config();
    Endpoint endpoint = isEndpoint ? parsed(config, told) : typed(names, config, told);
    names.check(endpoint);
    return endpoint;
  }

  private Endpoint parsed(@Nullable TlsServerConfig config, Told told) {
    if (udp || (tls && !first.startsWith("tls:"))) {
      throw new CommandException(
          Exit.USAGE, (udp ? "--udp" : "--tls") + " takes [HOST] PORT; an endpoint says it itself");
    }
    try {
      return TlsEndpoint.addTo(EndpointParser.standard(), null, config, told::handshakeFailed)
          .parse(first);
    } catch (EndpointSyntaxException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private Endpoint typed(NameOptions names, @Nullable TlsServerConfig config, Told told)
      throws IOException {
    if (unix) {
      if (second != null) {
        throw new CommandException(Exit.USAGE, "--unix takes one path");
      }
      return Peers.unix(first, udp);
    }
    names.family().check();
    String host = second == null ? names.family().loopback() : first;
    var at = Peers.hostPort(host, second == null ? first : second);
    if (!at.isLiteral()) {
      names.requireNames(host);
      at = Peers.hostPort(names.family().resolve(host).getHostAddress(), "" + at.port());
    }
    if (tls) {
      return new TlsEndpoint(at, Options.NONE, null, config, told::handshakeFailed);
    }
    return udp ? new Endpoint.Udp(at, Options.NONE) : new Endpoint.Tcp(at, Options.NONE);
  }
}
