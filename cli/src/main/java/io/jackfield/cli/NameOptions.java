package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.socket.CachingResolver;
import io.jackfield.socket.Resolver;
import io.jackfield.socket.SystemResolver;
import io.jackfield.tls.TlsEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which addresses a host's name may stand for. */
final class NameOptions {
  @Mixin private AddressFamily family;

  @Option(
      names = {"-n", "--nodns"},
      description = "Look up no names: hosts are addresses.")
  private boolean noNames;

  AddressFamily family() {
    return family;
  }

  /**
   * Refuses a host that is not meant: a name where none is looked up, an address of the other
   * family.
   */
  void check(Endpoint endpoint) {
    family.check();
    HostPort at = at(endpoint);
    if (at == null) {
      return;
    }
    if (!at.isLiteral()) {
      requireNames(at.host());
    } else if (!family.isMeant(InetAddress.ofLiteral(at.host().replaceFirst("%.*", "")))) {
      throw family.lacking(at.host());
    }
  }

  /** Refuses a name where none is looked up. */
  void requireNames(String host) {
    if (noNames) {
      throw new CommandException(
          Exit.USAGE, "--nodns: '" + host + "' is a name, and no names are looked up");
    }
  }

  private static @Nullable HostPort at(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp tcp -> tcp.at();
      case Endpoint.Udp udp -> udp.at();
      case TlsEndpoint tls -> tls.at();
      default -> null;
    };
  }

  /**
   * The addresses that are meant of a host.
   *
   * @throws UnknownHostException if it has none at all
   * @throws CommandException if it has only others
   */
  List<InetSocketAddress> resolve(HostPort at) throws UnknownHostException {
    List<InetSocketAddress> meant =
        new io.jackfield.cli.HostPort(at.host(), at.port())
            .resolve().stream().filter(one -> family.isMeant(one.getAddress())).toList();
    if (meant.isEmpty()) {
      throw family.lacking(at.host());
    }
    return meant;
  }

  /** Looks up names; of their addresses those that are meant. */
  Resolver resolver() {
    Resolver all = new CachingResolver(new SystemResolver());
    return host ->
        all.resolve(host)
            .thenApply(addresses -> {
              List<InetAddress> meant = addresses.stream().filter(family::isMeant).toList();
              if (meant.isEmpty()) {
                throw new CompletionException(new IOException(family.lacking(host).getMessage()));
              }
              return meant;
            });
  }
}
