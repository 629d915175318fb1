package io.jackfield.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield listen}. */
@Command(
    name = "listen",
    addMethodSubcommands = false,
    description =
        "Waits for a connection and joins it with standard input and output, or with a command.",
    customSynopsis = {
      "jackfield listen [OPTIONS] [HOST] PORT",
      "       jackfield listen [OPTIONS] ENDPOINT",
    },
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "Where it listens it says on standard error: listening tcp://127.0.0.1:9000.",
      "One connection is taken, and its end ends it. With --keep-open input goes to",
      "all that are there, or each has its own command. Of datagrams the first peer",
      "is taken.",
      "",
      "ENDPOINT is tcp://HOST:PORT, udp://HOST:PORT, tls://HOST:PORT, unix:PATH,",
      "unix:@NAME, unix-dgram:PATH, fd:N, systemd:NAME. A TIME is in seconds, or 2m.",
      "",
      "Examples:",
      "  jackfield listen 9000 > received",
      "  jackfield listen 0.0.0.0 9000 < file        on every address",
      "  jackfield listen -k -c 'tr a-z A-Z' 9000    a server for many",
      "  jackfield listen --tls --cert chain.pem --key key.pem 4433",
      "  jackfield listen -u 9000",
      "  jackfield listen unix:/run/x.sock?mode=0660"
    })
final class ListenCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "[HOST] PORT",
      hideParamSyntax = true,
      description = "Where to listen (default: on 127.0.0.1), or an endpoint; 0 is any free port.")
  private String first;

  @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", hidden = true)
  private @Nullable String second;

  @Option(
      names = {"-u", "--udp"},
      description = "Take datagrams, of the first that sends any.")
  private boolean udp;

  @Option(
      names = {"-U", "--unix"},
      description = "Listen on a Unix socket at this path, or @NAME.")
  private boolean unix;

  @Option(names = "--tls", description = "Speak TLS, with --cert and --key.")
  private boolean tls;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say what happens.")
  private boolean verbose;

  @Mixin private DoorOptions door;

  @Mixin private NameOptions names;

  @Mixin private PipeOptions pipe;

  private final TlsServerOptions server = new TlsServerOptions();

  @SuppressWarnings("UnusedVariable") // Picocli looks at it.
  @Mixin
  private final CommandSpec serverSpec = server.spec();

  @Override
  public Integer call() throws Exception {
    door.check();
    pipe.check();
    var told = verbose ? Told.verbose("listen") : Told.quiet("listen");
    var place = new ListenPlace(first, second, udp, unix, tls, server);
    return new PipeListener(place.endpoint(names, told), names, door, pipe, told).run();
  }
}
