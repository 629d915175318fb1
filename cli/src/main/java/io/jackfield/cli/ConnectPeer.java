package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.reactor.endpoint.Options;
import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom {@code connect} is told to connect to.
 *
 * @param name a host, an endpoint or the path of a Unix socket
 * @param port where it is a host
 * @param timeout the longest wait for a connection, and for TLS
 */
record ConnectPeer(
    String name,
    @Nullable String port,
    boolean udp,
    boolean unix,
    TlsConnectOptions tls,
    Duration timeout) {
  /** What an endpoint takes. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * The same as an endpoint.
   *
   * @throws CommandException of wrong usage
   * @throws IOException if what it trusts cannot be read
   */
  Endpoint endpoint(NameOptions names) throws IOException {
    boolean isTls = tls.isTls() || name.startsWith("tls:");
    if (isTls && (udp || unix)) {
      throw new CommandException(
          Exit.USAGE, (udp ? "--udp" : "--unix") + " and TLS exclude each other");
    }
    if (isTls && (port == null) != name.startsWith("tls:")) {
      throw new CommandException(
          Exit.USAGE, "TLS takes --tls HOST PORT, or tls://HOST:PORT and nothing beside it");
    }
    tls.check(isTls);
    Endpoint endpoint = port == null ? ofOne() : ofHost(port);
    names.check(endpoint);
    return endpoint instanceof TlsEndpoint secure ? configured(secure) : endpoint;
  }

  private Endpoint ofHost(String typedPort) {
    if (unix) {
      throw new CommandException(Exit.USAGE, "--unix takes one path");
    }
    var at = Peers.hostPort(name, typedPort);
    if (tls.isTls()) {
      return new TlsEndpoint(at, Options.NONE);
    }
    return udp ? new Endpoint.Udp(at, Options.NONE) : new Endpoint.Tcp(at, Options.NONE);
  }

  private Endpoint ofOne() {
    if (unix) {
      return Peers.unix(name, udp);
    }
    if (udp) {
      throw new CommandException(
          Exit.USAGE, "--udp takes HOST PORT, or -U PATH; as an endpoint it is udp://HOST:PORT");
    }
    if (isHost()) {
      throw new CommandException(
          Exit.USAGE,
          "'" + name + "' is no endpoint; if it is a host, say its port too: HOST PORT");
    }
    try {
      return TlsEndpoint.addTo(EndpointParser.standard()).parse(name);
    } catch (EndpointSyntaxException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** Whether it is a name, or an address alone; of these those of IPv6 have colons. */
  private boolean isHost() {
    return name.indexOf(':') < 0 || name.matches("[0-9A-Fa-f]*:[0-9A-Fa-f.]*:[^/]*|\\[[^]]*]");
  }

  /** With what the options say of TLS, where the endpoint says nothing itself. */
  private TlsEndpoint configured(TlsEndpoint endpoint) throws IOException {
    var values = new TreeMap<>(endpoint.options().values());
    long millis = Math.clamp(timeout.toMillis(), 1, LONGEST.toMillis());
    values.putIfAbsent("timeout", millis + "ms");
    String serverName = tls.serverName();
    if (serverName != null) {
      values.putIfAbsent("name", serverName);
    }
    boolean hasOwnTrust = values.containsKey("ca");
    if (hasOwnTrust && tls.trusting() != null) {
      throw new CommandException(
          Exit.USAGE, tls.trusting() + " and the endpoint's ca exclude each other");
    }
    TlsClientConfig config = hasOwnTrust ? null : tls.config();
    return new TlsEndpoint(endpoint.at(), Options.of(values), config, null, null);
  }
}
