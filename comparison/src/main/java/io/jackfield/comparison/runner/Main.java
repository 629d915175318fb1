package io.jackfield.comparison.runner;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The command: {@code comparison/run}, as {@link Options#USAGE} has it. */
public final class Main {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** The folder of this module. */
  private final Path home;

  private final PrintStream out;
  private final PrintStream progress;

  Main(Path home, PrintStream out, PrintStream progress) {
    this.home = home;
    this.out = out;
    this.progress = progress;
  }

  /** The first argument is this module's folder; the others are the user's. */
  public static void main(String[] args) throws IOException {
    endServersWithThis();
    List<String> arguments = List.of(args);
    var main = new Main(Path.of(arguments.getFirst()), System.out, System.err);
    System.exit(main.run(arguments.subList(1, arguments.size())));
  }

  /** Ctrl-C in the middle: no server outlives this. */
  static void endServersWithThis() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() ->
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
  }

  /** The exit code: 1 if a server was left out. */
  int run(List<String> arguments) throws IOException {
    if (arguments.contains("--help")) {
      out.println(Options.USAGE);
      return DONE;
    }
    Path target = home.resolve("target");
    var programs = new CPrograms(home.resolve("src/main/c"), target.resolve("c"));
    List<Work> all = new Works(new Peers(Jvm.own(), programs, home)).all();
    List<Work> works;
    Setting setting;
    Options options;
    try {
      options = Options.parse(arguments);
      if (options.names().equals(List.of("list"))) {
        list(all);
        return DONE;
      }
      works = options.chosen(all);
      setting =
          new Setting(
              options.rounds(),
              options.seconds(),
              options.warmupSeconds(),
              options.cpus() == null ? Cpus.allowed() : options.cpus(),
              programs,
              Files.createDirectories(target.resolve("server-logs")));
    } catch (IllegalArgumentException e) {
      progress.println("comparison: " + e.getMessage() + "\n" + Options.USAGE);
      return WRONG_USAGE;
    }
    programs.build();
    Path folder = options.out() == null ? home.resolve("results") : options.out();
    var files = new ResultFiles(folder, Clock.systemUTC(), home.resolve(".."));
    boolean complete = true;
    for (Work work : works) {
      Map<String, Object> machine = Machine.facts(home);
      Measured measured = new Rounds(work, setting, progress).run();
      Path raw = files.write(measured, setting, machine);
      out.println(new Table(measured).markdown());
      progress.println(work.name() + ": raw results in " + raw);
      complete &= measured.leftOut().isEmpty();
    }
    return complete ? DONE : FAILED;
  }

  private void list(List<Work> all) {
    for (Work work : all) {
      out.println(work.name() + ": " + work.title());
      out.println("  " + String.join(" ", work.peers().stream().map(Peer::name).toList()));
    }
  }
}
