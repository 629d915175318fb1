package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield connect}: to a service, or to anybody. */
@Command(
    name = "connect",
    addMethodSubcommands = false,
    description =
        "Joins standard input and output with anybody: bytes go both ways as they are. Or talks to"
            + " a service: each line typed goes out, its answer is printed;"
            + " daytime, time and chargen need no line.",
    customSynopsis = {
      "jackfield connect [OPTIONS] HOST PORT",
      "       jackfield connect [OPTIONS] ENDPOINT",
      "       jackfield connect [OPTIONS] SERVICE [HOST [PORT]|ENDPOINT]",
    },
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "The end of input is told to the peer, whose end ends it. With a service an",
      "empty line does so too.",
      "",
      "ENDPOINT is tcp://HOST:PORT, udp://HOST:PORT, tls://HOST:PORT, unix:PATH,",
      "unix:@NAME, unix-dgram:PATH. A TIME is in seconds, or 300ms, 5s, 2m, 1h.",
      "",
      "Examples:",
      "  jackfield connect example.org 80",
      "  printf 'GET / HTTP/1.0\\n\\n' | jackfield connect -C --tls example.org 443",
      "  jackfield connect unix:/run/echo.sock",
      "  jackfield connect -u -q 1 127.0.0.1 10007 < question",
      "  jackfield connect -c 'tr a-z A-Z' 127.0.0.1 9000",
      "  jackfield connect greeting",
      "  jackfield connect timestamp example.org 21567",
      "  jackfield connect --ca ca.pem menu tls://localhost:4433",
      "  jackfield connect daytime"
    })
final class ConnectCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "PEER",
      completionCandidates = ServiceTalk.Names.class,
      description = "A host, an endpoint, or a service: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PORT|HOST|ENDPOINT",
      description = "The host's port; or where the service runs (default: 127.0.0.1).")
  private @Nullable String second;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PORT",
      description = "The service's port (default: its own).")
  private @Nullable String third;

  @Option(
      names = {"-u", "--udp"},
      description = "By datagrams instead of a connection.")
  private boolean udp;

  @Option(
      names = {"-U", "--unix"},
      description = "PEER, or where the service runs, is the path of a Unix socket, or @NAME.")
  private boolean unix;

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "TIME",
      defaultValue = "10",
      converter = TimeSpan.class,
      description = "The longest wait for a connection or an answer (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(names = "-z", description = "Connect, and end at once: does anybody listen there?")
  private boolean zero;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say what happens.")
  private boolean verbose;

  @Mixin private SourceOptions source;

  @Mixin private NameOptions names;

  @Mixin private PipeOptions pipe;

  @Mixin private TlsConnectOptions tls;

  @Override
  public Integer call() throws Exception {
    TimeSpan.positive("--wait", timeout);
    if (isOfService()) {
      requireService();
      refuse();
      return talk(ServiceNames.find(name, ServiceNames.services()));
    }
    if (third != null) {
      throw new CommandException(
          Exit.USAGE, "one argument too many: '" + third + "'; it is HOST PORT, or an endpoint");
    }
    pipe.check();
    var peer = new ConnectPeer(name, second, udp, unix, tls, timeout);
    var told = verbose ? Told.verbose("connect") : Told.quiet("connect");
    Endpoint to = peer.endpoint(names);
    boolean isUnix = to instanceof Endpoint.Unix || to instanceof Endpoint.UnixDatagram;
    return new PipeConnection(to, names, pipe, timeout, told)
        .run(source.address(names, isUnix), zero);
  }

  private int talk(Service service) throws IOException {
    String at = second == null ? names.family().loopback() : second;
    // Of hosts only IPv6 addresses have colons, and only letters up to f.
    boolean isEndpoint = unix || at.matches("[a-z-]*[g-z][a-z-]*:.*");
    if (isEndpoint && third != null) {
      throw new CommandException(Exit.USAGE, "one argument too many: '" + third + "'");
    }
    boolean byDatagrams = udp || at.matches("(udp|unix-dgram):.*");
    String port = String.valueOf(ServiceTalk.port(service, byDatagrams));
    if (isEndpoint) {
      port = null;
    } else if (third != null) {
      port = third;
    }
    Endpoint to = new ConnectPeer(at, port, udp, unix, tls, timeout).endpoint(names);
    try {
      return new ServiceTalk(service, names, timeout).with(to);
    } catch (EndpointSyntaxException e) {
      throw PipeRun.failure(e);
    }
  }

  /** Anything else is a host with its port, or an endpoint, and told from a mistyped name. */
  private boolean isOfService() {
    boolean isKnown =
        ServiceNames.services().stream().anyMatch(service -> service.name().equals(name));
    boolean hasPort = second != null && second.matches("[0-9]+");
    if (unix || tls.isTls()) {
      return isKnown && second != null && !hasPort;
    }
    return isKnown || !(name.contains(":") || name.contains(".") || hasPort);
  }

  /** A word that is none may be meant as a host, which needs a port. */
  private void requireService() {
    Set<String> services =
        ServiceNames.services().stream().map(Service::name).collect(Collectors.toSet());
    boolean isMistyped =
        NotBuiltYet.SERVICES.contains(name) || !Suggestion.near(name, services).isEmpty();
    if (!services.contains(name) && !isMistyped) {
      throw new CommandException(
          Exit.USAGE,
          second == null
              ? "'" + name + "' is no service; if it is a host, say its port too: HOST PORT"
              : "'" + name + "' is no service, and '" + second + "' is no port");
    }
  }

  /** A dialogue with a service has nothing of these. */
  private void refuse() {
    String given = source.given();
    given = given == null ? pipe.given() : given;
    given = given == null && zero ? "-z" : given;
    if (given != null) {
      throw new CommandException(Exit.USAGE, given + " goes with HOST PORT or an endpoint alone");
    }
  }
}
