package io.jackfield.cli;

import io.jackfield.service.Service;
import io.jackfield.service.Services;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield serve SERVICE}. */
@Command(
    name = "serve",
    description = "Runs one service in the foreground until Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "Without an address the service's own ports on 127.0.0.1 are used. Each address",
      "it listens on is told on standard error:",
      "  listening timestamp tcp://127.0.0.1:21567",
      "",
      "Examples:",
      "  jackfield serve timestamp",
      "  jackfield serve echo --tcp '[::1]:10007' --udp '[::1]:10007'",
      "  jackfield serve greeting --tcp 127.0.0.1:0    any free port",
      "  jackfield serve echo --tls :4433 --cert chain.pem --key key.pem",
      "  jackfield serve echo --unix /run/echo.sock --unix-mode 660",
      "  jackfield serve echo --tcp systemd:echo       a socket unit's (or fd:3)",
      "",
      "SIGHUP reads certificates and key again; connections go on as they are.",
      "SIGUSR2, or 'jackfield restart', has a new process take this one's place."
    })
final class ServeCommand implements Callable<Integer> {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Parameters(
      paramLabel = "SERVICE",
      completionCandidates = ServiceNames.class,
      description = "Which one: ${COMPLETION-CANDIDATES}.")
  private String name;

  @Option(
      names = "--tcp",
      paramLabel = "HOST:PORT",
      description = "Listen here; may be repeated. Port 0 is any free one, no host every address.")
  private List<String> tcp = new ArrayList<>();

  @Option(
      names = "--udp",
      paramLabel = "HOST:PORT",
      description = "Receive datagrams here; may be repeated.")
  private List<String> udp = new ArrayList<>();

  @Mixin private UnixServingOptions unix;
  @Mixin private TlsServingOptions tls;
  @Mixin private ServingOptions options;

  @Override
  public Integer call() throws Exception {
    options.check();
    Service service = ServiceNames.find(name, Services.all(options.services()));
    tls.check();
    unix.check();
    requireForm(service.stream(), tcp, "over TCP");
    requireForm(service.stream(), tls.addresses(), "over TLS");
    requireForm(service.stream(), unix.streams(), "over a Unix stream");
    requireForm(service.datagram(), udp, "over UDP");
    requireForm(service.datagram(), unix.datagrams(), "by datagrams of a Unix socket");
    var life = ServerLife.begin(options, System.err, tls.config());
    ServerGroup group = life.group();
    boolean nowhere =
        Stream.of(tcp, tls.addresses(), unix.streams(), udp, unix.datagrams())
            .allMatch(List::isEmpty);
    if (nowhere) {
      openAt(group, service, LOOPBACK);
    }
    each(tcp, "tcp", service, group, text -> group.openTcp(service, address(text)));
    each(tls.addresses(), "tls", service, group, text -> group.openTls(service, address(text)));
    each(
        unix.streams(),
        "unix",
        service,
        group,
        text -> group.openUnix(service, UnixServingOptions.address(text), unix.path(text)));
    each(udp, "udp", service, group, text -> group.openUdp(service, address(text)));
    each(
        unix.datagrams(),
        "unix-dgram",
        service,
        group,
        text ->
            group.openUnixDatagrams(service, UnixServingOptions.address(text), unix.path(text)));
    if (!group.refused().isEmpty()) {
      life.giveUp();
      throw new CommandException(
          Exit.CANNOT_LISTEN, String.join("\njackfield serve: ", group.refused()));
    }
    life.serveUntilSignalled(() -> {});
    return Exit.DONE;
  }

  /** Opens at an address as it was typed. */
  private interface Opening {
    void at(String text) throws IOException;
  }

  private static void each(
      List<String> addresses, String scheme, Service service, ServerGroup group, Opening opening)
      throws IOException {
    for (String text : addresses) {
      if (PassedPlaces.isPassed(text)) {
        group.openPassed(service, scheme, text);
      } else {
        opening.at(text);
      }
    }
  }

  private void requireForm(Service.@Nullable Form form, List<?> wanted, String how) {
    if (form == null && !wanted.isEmpty()) {
      throw new CommandException(Exit.USAGE, name + " is not to be had " + how);
    }
  }

  /** Opens a service at its own ports of {@code host}. */
  static void openAt(ServerGroup group, Service service, InetAddress host) {
    if (service.stream() != null) {
      group.openTcp(service, new InetSocketAddress(host, service.stream().port()));
    }
    if (service.datagram() != null) {
      group.openUdp(service, new InetSocketAddress(host, service.datagram().port()));
    }
  }

  private static InetSocketAddress address(String text) throws IOException {
    return HostPort.parse(text).resolve().getFirst();
  }
}
