package io.jackfield.comparison.runner;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;

/** The command: {@code comparison/soak}, as {@link SoakOptions#USAGE} has it. */
public final class SoakMain {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** The folder of this module. */
  private final Path home;

  private final CPrograms programs;

  private final PrintStream out;
  private final PrintStream progress;

  SoakMain(Path home, PrintStream out, PrintStream progress) {
    this.home = home;
    this.programs = new CPrograms(home.resolve("src/main/c"), home.resolve("target/c"));
    this.out = out;
    this.progress = progress;
  }

  /** The first argument is this module's folder; the others are the user's. */
  public static void main(String[] args) throws IOException {
    Main.endServersWithThis();
    List<String> arguments = List.of(args);
    var main = new SoakMain(Path.of(arguments.getFirst()), System.out, System.err);
    System.exit(main.run(arguments.subList(1, arguments.size())));
  }

  /** The exit code: 1 if the server did not come through. */
  int run(List<String> arguments) {
    if (arguments.contains("--help")) {
      out.println(SoakOptions.USAGE);
      return PASSED;
    }
    try {
      SoakOptions options = SoakOptions.parse(arguments);
      var peers = new Peers(Jvm.own(), programs, home);
      return run(peers.echoNamed(options.server()), options);
    } catch (IllegalArgumentException e) {
      progress.println("soak: " + e.getMessage() + "\n" + SoakOptions.USAGE);
      return WRONG_USAGE;
    }
  }

  /** Soaks this server, whatever the options name. */
  int run(Peer peer, SoakOptions options) {
    try {
      int possible = Machine.connections(options.connections());
      if (possible < options.connections()) {
        progress.println(
            "soak: %d connections, not %d: a process may not have more descriptors (ulimit -Hn)"
                .formatted(possible, options.connections()));
      }
      programs.build();
      return soak(peer, options.withConnections(possible)) ? PASSED : FAILED;
    } catch (IOException e) {
      progress.println("soak: failed: " + e.getMessage());
      return FAILED;
    }
  }

  private boolean soak(Peer peer, SoakOptions options) throws IOException {
    Path logs = Files.createDirectories(home.resolve("target/server-logs"));
    Path folder = options.out() == null ? home.resolve("results") : options.out();
    var files = new ResultFiles(folder, Clock.systemUTC(), home.resolve(".."));
    var setting =
        new Setting(
            1, options.everySeconds(), options.everySeconds(), Cpus.allowed(), programs, logs);
    var facts = new LinkedHashMap<String, Object>();
    facts.put("server", peer.name());
    facts.put("command", files.placeless(peer.command()));
    facts.put("connections", options.connections());
    facts.put("minutes", options.minutes());
    facts.put("rate", options.rate());
    facts.put("machine", Machine.facts(home));
    Soak.Outcome outcome = new Soak(peer, options, setting, out).run();
    facts.putAll(outcome.facts());
    out.println(
        outcome.wrong().isEmpty() ? "passed" : "failed: " + String.join("; ", outcome.wrong()));
    Path raw = files.write("soak-" + peer.name(), facts);
    progress.println("soak: raw results in " + raw);
    return outcome.wrong().isEmpty();
  }
}
