package io.jackfield.cli;

import io.jackfield.tls.TlsServerConfig;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code jackfield serve SERVICE}. */
final class ServeCommand implements Callable<Integer> {
  /** Where services are to be had that say nothing else. */
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private String name = "";
  private final AddressOptions addresses = new AddressOptions();
  private final LifeOptions life = new LifeOptions();
  private final ServingOptions options = new ServingOptions();

  /** What it takes. */
  CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "serve",
            "Runs one service in the foreground until Ctrl-C or SIGTERM.",
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
            "  jackfield serve select-room                   what you type goes to all",
            "",
            "A TIME is in seconds, or 300ms, 5s, 2m, 1h.",
            "With TLS, SIGHUP reads certificates and key again; connections go on.",
            "SIGUSR2, or 'jackfield restart', has a new process take this one's place.");
    var _ = spec.usageMessage().customSynopsis("jackfield serve [OPTIONS] SERVICE");
    return Options.withHelp(
        spec.addPositional(
                Options.argument("SERVICE", it -> name = it)
                    .completionCandidates(new ServiceNames())
                    .description("Which one: ${COMPLETION-CANDIDATES}.")
                    .build())
            .addMixin("addresses", addresses.spec())
            .addMixin("life", life.spec())
            .addMixin("options", options.spec()));
  }

  @Override
  public Integer call() throws Exception {
    options.check();
    life.check(options);
    Served unsecured = Served.of(name, options, null);
    if (unsecured.isEngine()) {
      options.checkFor(name);
    }
    addresses.check(unsecured.service());
    @Nullable TlsServerConfig tls = addresses.tls().config();
    var served = new Served(name, unsecured.service(), options, tls);
    var serverLife = ServerLife.begin(life, System.err);
    ServerGroup group = serverLife.group();
    group.hearsTerminal(true);
    addresses.open(group, served, LOOPBACK);
    if (!group.refused().isEmpty()) {
      serverLife.giveUp();
      throw new CommandException(
          Exit.CANNOT_LISTEN,
          group.refused().stream()
              .map(Refusal::toString)
              .collect(Collectors.joining("\njackfield serve: ")));
    }
    serverLife.serveUntilSignalled(Reload.ofCertificates(group), () -> {});
    return Exit.DONE;
  }
}
