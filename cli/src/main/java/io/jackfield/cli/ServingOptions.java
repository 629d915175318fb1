package io.jackfield.cli;

import io.jackfield.reactor.ReactorBuilder.DriverSource;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.server.Engine;
import io.jackfield.server.Limits;
import io.jackfield.server.WorkerOptions;
import io.jackfield.service.ServiceSettings;
import io.jackfield.service.menu.MenuFile;
import io.jackfield.service.toml.TomlException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How a service is run; {@code up}, {@code serve} and a configuration file have these in common.
 */
final class ServingOptions {
  private String engine = "loop";
  private @Nullable String driver;
  private @Nullable Integer loops;
  private @Nullable Integer workers;
  private int workersByDefault = Runtime.getRuntime().availableProcessors();

  private @Nullable Path root;
  private @Nullable String publicName;
  private final ReceivingOptions receiving = new ReceivingOptions();
  private @Nullable Path menuFile;

  /** As that says; checked once. */
  private MenuFile menu = MenuFile.shipped();

  private final LimitOptions limits = new LimitOptions();

  /** For a command that has these options. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            Options.of(String.class, "--engine", "ENGINE", it -> engine = it)
                .defaultValue("loop")
                .completionCandidates(new EngineNames())
                .description(
                    "What runs the conversations: loop (one event loop for all, the default),"
                        + " threads (a"
                        + " thread each), virtual (a virtual thread each), processes (worker"
                        + " processes: one"
                        + " that crashes harms no other) or iterative (one at a time).")
                .build())
        .addOption(
            Options.of(String.class, "--driver", "DRIVER", it -> driver = it)
                .completionCandidates(new DriverNames())
                .description(
                    "What carries an event loop: io_uring, epoll, poll, select or nio (the JDK's"
                        + " own channels);"
                        + " by default the first of them that can be had.")
                .build())
        .addOption(
            Options.of(Integer.class, "--loops", "N", it -> loops = it)
                .converters(new LoopCount())
                .description(
                    "How many event loops share the conversations, a thread each, or auto: one a"
                        + " processor (default: 1).")
                .build())
        .addOption(
            Options.of(Integer.class, "--workers", "N", it -> workers = it)
                .converters(new WorkerCount())
                .description(
                    "How many worker processes each address has (default: one a processor; with up"
                        + " one).")
                .build())
        .addOption(
            Options.of(Path.class, "--root", "DIR", it -> root = it)
                .description(
                    "The folder whose files are served, and into which files that are sent here go"
                        + " (default:"
                        + " samples, beside the program; and received, in the current folder).")
                .build())
        .addOption(
            Options.of(String.class, "--name", "HOST[:PORT]", it -> publicName = it)
                .description(
                    "What gopher's menus send clients to, where that is not the address they are"
                        + " connected"
                        + " to: behind a proxy, say.")
                .build())
        .addMixin("receiving", receiving.spec())
        .addOption(
            Options.of(Path.class, "--menu", "FILE", it -> menuFile = it)
                .description(
                    "The phone menu's prompts and keys, a file as samples/phone-menu.toml"
                        + " (default: one that"
                        + " ships with the program).")
                .build())
        .addArgGroup(limits.group());
  }

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
    driver();
    var _ = limits();
    var _ = proxies();
    checkMenu();
  }

  private void checkMenu() {
    Path file = menuFile;
    if (file == null) {
      return;
    }
    menu = MenuFile.of(file.toAbsolutePath());
    try {
      menu.read();
    } catch (NoSuchFileException e) {
      throw new CommandException(Exit.USAGE, "--menu '" + file + "': there is no such file");
    } catch (TomlException e) {
      throw new CommandException(Exit.USAGE, "--menu " + e.getMessage());
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "--menu '" + file + "' cannot be read: " + Sentences.of(e));
    }
  }

  /** Refuses what a service that is an engine itself does not have. */
  void checkFor(String engineOfItsOwn) {
    boolean isSelect = driver == null || driver.equals("select");
    if (!isLoop() || !isSelect || loops != null) {
      throw new CommandException(
          Exit.USAGE,
          engineOfItsOwn
              + " is an engine itself, one loop on select(2): --engine, --driver and --loops do not"
              + " apply");
    }
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

  /** For the shell's completion. */
  static final class EngineNames extends Words {
    EngineNames() {
      super(List.of("iterative", "loop", "processes", "threads", "virtual"));
    }
  }

  /** As {@link EngineNames}. */
  static final class DriverNames extends Words {
    DriverNames() {
      super(List.copyOf(Drivers.names()));
    }
  }

  /** What carries an event loop: services of the same have the same loops. */
  record Loops(@Nullable String driver, int count) {
    // Those of a record are made when they are first used, which each start would wait for.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Loops loops
          && Objects.equals(driver, loops.driver)
          && count == loops.count;
    }

    @Override
    public int hashCode() {
      return 31 * Objects.hashCode(driver) + count;
    }
  }

  /** By which event loops it is run. */
  Loops sharedLoops() {
    return new Loops(driver, loops());
  }

  /** How many share the conversations; 1 unless more are asked for. */
  private int loops() {
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
                  + "'; there are: "
                  + String.join(", ", new EngineNames()));
    };
  }

  /**
   * What clients may take.
   *
   * @throws CommandException if a limit is out of its range
   */
  Limits limits() {
    return limits.limits();
  }

  /** Who is a proxy; as {@link #limits()}. */
  Predicate<SocketAddress> proxies() {
    return limits.proxies();
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
    ServiceSettings settings =
        root == null
            ? ServiceSettings.at(Samples.folder()).with(receiving.into(Path.of("received")))
            : ServiceSettings.at(root.toAbsolutePath()).with(receiving.into(root));
    return settings.named(publicName()).with(menu);
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
}
