package io.jackfield.cli;

import io.jackfield.cli.pipe.PipeRules;
import io.jackfield.cli.pipe.SessionFiles;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield relay A B}. */
@Command(
    name = "relay",
    addMethodSubcommands = false,
    description = "Joins any endpoint with any other: what one says the other gets, both ways.",
    customSynopsis = "jackfield relay [OPTIONS] A B",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "An endpoint is connected to, or opened:",
      "  tcp://HOST:PORT  tls://HOST:PORT  udp://HOST:PORT  unix:PATH  unix:@NAME",
      "  unix-dgram:PATH  fd:N  systemd:NAME  stdio:  exec:COMMAND  pty:COMMAND",
      "  file:PATH  file:PATH?write  file:PATH?append  file:PATH?read&write",
      "With listen: before it, it waits for somebody to connect: listen:tcp://[::]:80",
      "Either may; B is opened when A is there. Each half ends by itself, and the end",
      "is passed on. Between sockets the kernel moves the bytes.",
      "A TIME is in seconds, or 300ms, 5s, 2m, 1h.",
      "",
      "Examples:",
      "  jackfield relay -k listen:tcp://0.0.0.0:8080 tcp://10.0.0.7:80",
      "  jackfield relay -k 'listen:tls://[::]:4433?cert=c.pem&key=k.pem' unix:/run/app",
      "  jackfield relay stdio: 'tls://example.org:443?ca=ca.pem'",
      "  jackfield relay -k listen:unix:/tmp/db.sock tcp://db.example.org:5432",
      "  jackfield relay listen:tcp://127.0.0.1:2323 pty:bash",
      "  jackfield relay -k listen:tcp://127.0.0.1:7000 'exec:sort -r'",
      "  jackfield relay -u listen:tcp://127.0.0.1:9000 'file:received?write'"
    })
final class RelayCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "An endpoint, or listen:ENDPOINT.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  private String second;

  @Option(
      names = {"-u", "--one-way"},
      description = "From A to B alone; what B says is thrown away.")
  private boolean oneWay;

  @Option(
      names = {"-i", "--idle-timeout"},
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "End a relay in which nothing moves for so long.")
  private @Nullable Duration idle;

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "TIME",
      defaultValue = "10",
      converter = TimeSpan.class,
      description = "The longest wait for a connection to be made (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = "--proxy",
      paramLabel = "VERSION",
      description = "Tell B who connected to A by the PROXY protocol, v1 or v2.")
  private @Nullable String proxy;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say what happens.")
  private boolean verbose;

  @Mixin private DoorOptions door;

  @Mixin private SessionFileOptions files;

  @Override
  public Integer call() throws Exception {
    door.check();
    TimeSpan.positive("--wait", timeout);
    if (idle != null) {
      TimeSpan.positive("--idle-timeout", idle);
    }
    int version =
        switch (proxy) {
          case null -> 0;
          case "v1", "1" -> 1;
          case "v2", "2" -> 2;
          default ->
              throw new CommandException(
                  Exit.USAGE, "--proxy '" + proxy + "': the PROXY protocol has v1 and v2");
        };
    var told = verbose ? Told.verbose("relay") : Told.quiet("relay");
    var one = RelayPlace.parse(first, told);
    var other = RelayPlace.parse(second, told);
    try (SessionFiles session = files.open()) {
      var rules = new PipeRules(true, !oneWay, false, true, idle, null, session);
      return new PipeRelay(one, other, door, rules, told).run(timeout, version);
    }
  }
}
