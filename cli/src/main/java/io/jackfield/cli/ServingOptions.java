package io.jackfield.cli;

import io.jackfield.reactor.ReactorBuilder.DriverSource;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.server.Engine;
import io.jackfield.server.WorkerOptions;
import io.jackfield.service.ServiceSettings;
import io.jackfield.socket.ProcessUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to serve; {@code up} and {@code serve} have these in common. */
final class ServingOptions {
  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "loop",
      description =
          "What runs the conversations: loop (one event loop for all, the default), threads (a"
              + " thread each), virtual (a virtual thread each), processes (worker processes: one"
              + " that crashes harms no other) or iterative (one at a time).")
  private String engine;

  @Option(
      names = "--driver",
      paramLabel = "DRIVER",
      description =
          "What carries an event loop: io_uring, epoll, poll, select or nio (the JDK's own channels);"
              + " by default the first of them that can be had.")
  private @Nullable String driver;

  @Option(
      names = "--loops",
      paramLabel = "N",
      converter = LoopCount.class,
      description =
          "How many event loops share the conversations, a thread each, or auto: one a"
              + " processor (default: 1).")
  private @Nullable Integer loops;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = WorkerCount.class,
      description =
          "How many worker processes each address has (default: one a processor; with up one).")
  private @Nullable Integer workers;

  private int workersByDefault = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--idle-timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      converter = Seconds.class,
      description = "End a conversation after this silence (default: ${DEFAULT-VALUE}).")
  private Duration idleTimeout;

  @Option(
      names = "--drain-timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      converter = Seconds.class,
      description =
          "On SIGTERM or Ctrl-C, how long unanswered conversations may take (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration drainTimeout;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The folder whose files are served (default: samples, beside the program).")
  private @Nullable Path root;

  @Option(
      names = "--name",
      paramLabel = "HOST[:PORT]",
      description =
          "What gopher's menus send clients to, where that is not the address they are connected"
              + " to: behind a proxy, say.")
  private @Nullable String publicName;

  @Option(
      names = "--user",
      paramLabel = "NAME[:GROUP]",
      description =
          "Become this user, for good, once all addresses are listened on; needs root at first.")
  private @Nullable String user;

  @Option(
      names = "--pid-file",
      paramLabel = "FILE",
      description =
          "Write this process's number here while it serves; a restart writes the new one's.")
  private @Nullable Path pidFile;

  @Option(names = "--quiet", description = "No line for each connection.")
  private boolean quiet;

  /** Refuses what cannot be, before anything is opened. */
  void check() {
    if (!isLoop()) {
      engine();
      if (driver != null) {
        throw new CommandException(Exit.USAGE, "--driver goes with --engine loop alone");
      }
      if (loops != null) {
        throw new CommandException(Exit.USAGE, "--loops goes with --engine loop alone");
      }
    }
    if (!isProcesses() && workers != null) {
      throw new CommandException(Exit.USAGE, "--workers goes with --engine processes alone");
    }
    if (isProcesses() && user != null) {
      throw new CommandException(
          Exit.USAGE,
          "--user does not go with --engine processes: the worker processes are started before the"
              + " user is changed, and would stay who they are. Start it as that user");
    }
    driver();
    idleTimeout();
  }

  /** How many worker processes an address has if it is not said. */
  void workersByDefault(int count) {
    workersByDefault = count;
  }

  /** Whether other processes run the conversations. */
  boolean isProcesses() {
    return engine.equals("processes");
  }

  /** Whether an event loop runs the conversations, by {@link #driver}; else {@link #engine}. */
  boolean isLoop() {
    return engine.equals("loop");
  }

  /** How many share the conversations; 1 unless more are asked for. */
  int loops() {
    return loops == null ? 1 : loops;
  }

  DriverSource driver() {
    String name = driver;
    if (name == null) {
      return Drivers::best;
    }
    if (!Drivers.names().contains(name)) {
      throw new CommandException(
          Exit.USAGE,
          "there is no driver '" + name + "'; there are: " + String.join(", ", Drivers.names()));
    }
    return () -> Drivers.named(name);
  }

  Engine engine() {
    return switch (engine) {
      case "threads" -> Engine.threads();
      case "virtual" -> Engine.virtualThreads();
      case "iterative" -> Engine.iterative();
      case "processes" ->
          Engine.processes(
              WorkerOptions.builder()
                  .workers(workers == null ? workersByDefault : workers)
                  .main(WorkerMain.class)
                  .build());
      default ->
          throw new CommandException(
              Exit.USAGE,
              "there is no engine '"
                  + engine
                  + "'; there are: iterative, loop, processes, threads, virtual");
    };
  }

  Duration idleTimeout() {
    return Seconds.positive("--idle-timeout", idleTimeout);
  }

  Duration drainTimeout() {
    return drainTimeout;
  }

  /**
   * Who the process is to become; null for who it is.
   *
   * @throws CommandException if there is no such user
   */
  @Nullable ProcessUser user() {
    if (user == null) {
      return null;
    }
    String[] parts = user.split(":", 2);
    if (parts[0].isEmpty() || (parts.length == 2 && parts[1].isEmpty())) {
      throw new CommandException(Exit.USAGE, "--user '" + user + "' is not NAME or NAME:GROUP");
    }
    try {
      return ProcessUser.named(parts[0], parts.length == 2 ? parts[1] : null);
    } catch (IOException e) {
      throw new CommandException(Exit.FAILED, "--user '" + user + "': " + e.getMessage());
    }
  }

  /**
   * What the services are told of where they run.
   *
   * @throws CommandException if there is no such folder, or the name is none
   */
  ServiceSettings services() {
    if (root != null && !Files.isDirectory(root)) {
      throw new CommandException(Exit.USAGE, "--root '" + root + "': there is no such folder");
    }
    Path folder = root == null ? Samples.folder() : root.toAbsolutePath();
    return ServiceSettings.at(folder).named(publicName());
  }

  private io.jackfield.reactor.endpoint.@Nullable HostPort publicName() {
    String text = publicName;
    if (text == null) {
      return null;
    }
    boolean isHostAlone = text.indexOf(':') < 0 || text.endsWith("]");
    HostPort at = HostPort.parse(isHostAlone ? text + ":0" : text);
    try {
      return new io.jackfield.reactor.endpoint.HostPort(at.host(), at.port());
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, "--name '" + text + "': " + e.getMessage());
    }
  }

  @Nullable Path pidFile() {
    return pidFile;
  }

  boolean quiet() {
    return quiet;
  }
}
