package io.jackfield.cli;

import io.jackfield.service.Service;
import io.jackfield.service.client.DatagramClient;
import io.jackfield.service.client.Dialog;
import io.jackfield.service.client.StreamClient;
import io.jackfield.service.client.Terminal;
import io.jackfield.socket.StandardStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield connect SERVICE [HOST [PORT]]}. */
@Command(
    name = "connect",
    description =
        "Talks to a service: each line typed goes out, its answer is printed. Or speaks TLS with"
            + " anybody, and passes bytes both ways as they are.",
    customSynopsis = {
      "jackfield connect [OPTIONS] SERVICE [HOST [PORT]]",
      "       jackfield connect [OPTIONS] --tls HOST PORT",
      "       jackfield connect [OPTIONS] tls://HOST:PORT",
    },
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "An empty line or the end of input ends it.",
      "",
      "Examples:",
      "  jackfield connect greeting",
      "  jackfield connect timestamp example.org 21567",
      "  echo hello | jackfield connect --udp timestamp",
      "  jackfield connect --tls example.org 443",
      "  jackfield connect --ca ca.pem tls://localhost:4433"
    })
final class ConnectCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SERVICE",
      completionCandidates = ServiceNames.class,
      description = "Which one: ${COMPLETION-CANDIDATES}; or an endpoint.")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "HOST",
      description = "Where it runs (default: 127.0.0.1).")
  private @Nullable String typedHost;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PORT",
      description = "Its port (default: the service's own).")
  private @Nullable String port;

  @Option(
      names = {"-u", "--udp"},
      description = "By datagrams instead of a connection.")
  private boolean udp;

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "SECONDS",
      defaultValue = "10",
      converter = Seconds.class,
      description = "The longest wait for a connection or an answer (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Mixin private TlsConnectOptions tls;

  @Override
  public Integer call() throws Exception {
    Seconds.positive("--wait", timeout);
    boolean isSecure = tls.isTls() || SecureConnection.isEndpoint(name);
    tls.check(isSecure);
    if (isSecure) {
      new SecureConnection(securePeer(), tls, timeout).run();
      return Exit.DONE;
    }
    String host = typedHost == null ? "127.0.0.1" : typedHost;
    if (isEndpoint(host)) {
      throw NotBuiltYet.of("connect to an endpoint or HOST PORT, other than a service,");
    }
    Service service = ServiceNames.find(name, ServiceNames.services());
    if (name.equals("files")) {
      throw new CommandException(
          Exit.USAGE, "files are not typed: 'jackfield send FILE HOST' sends one");
    }
    Service.Form form = udp ? service.datagram() : service.stream();
    if (form == null) {
      throw new CommandException(Exit.USAGE, name + " is not to be had over UDP");
    }
    HostPort.requireHost(host);
    List<InetSocketAddress> servers = new HostPort(host, port(form)).resolve();
    var terminal =
        new Terminal(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            StandardStream.INPUT.isTerminal() ? System.err : null);
    if (udp) {
      try (var client = new DatagramClient(servers.getFirst(), timeout, terminal)) {
        client.run();
      }
    } else {
      try (var client = connected(host, servers, terminal)) {
        client.run();
      }
    }
    return Exit.DONE;
  }

  /**
   * {@code tcp://…}, {@code unix:…}, {@code HOST PORT}: promised, and told from a mistyped name.
   */
  private boolean isEndpoint(String host) {
    boolean known =
        ServiceNames.services().stream().anyMatch(service -> service.name().equals(name));
    return !known && (name.contains(":") || name.contains(".") || host.matches("[0-9]+"));
  }

  /** With {@code --tls} the first argument is the host, the second its port. */
  private HostPort securePeer() {
    boolean isEndpoint = SecureConnection.isEndpoint(name);
    if (udp) {
      throw new CommandException(Exit.USAGE, "--udp and TLS exclude each other");
    }
    if (port != null || (typedHost == null) != isEndpoint) {
      throw new CommandException(
          Exit.USAGE, "TLS takes --tls HOST PORT, or tls://HOST:PORT and nothing beside it");
    }
    if (typedHost == null) {
      return SecureConnection.parse(name);
    }
    HostPort.requireHost(name);
    return new HostPort(name, HostPort.port(typedHost));
  }

  private int port(Service.Form form) {
    return port == null ? form.port() : HostPort.port(port);
  }

  /** Connected to the first of a host's addresses that answers. */
  private StreamClient connected(String host, List<InetSocketAddress> servers, Terminal terminal)
      throws IOException {
    IOException first = null;
    for (InetSocketAddress server : servers) {
      var client = new StreamClient(Dialog.of(name), server, timeout, terminal);
      try {
        client.connect();
        return client;
      } catch (IOException e) {
        client.close();
        if (first == null) {
          first = e;
        }
      }
    }
    throw first != null ? first : new IOException("no address for " + host);
  }
}
