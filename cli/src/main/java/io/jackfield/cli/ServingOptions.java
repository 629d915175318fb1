package io.jackfield.cli;

import io.jackfield.server.Engine;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How to serve; {@code up} and {@code serve} have these in common. */
final class ServingOptions {
  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "virtual",
      description =
          "What runs the conversations: virtual (a virtual thread each, the default) or iterative"
              + " (one at a time).")
  private String engine;

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

  @Option(names = "--quiet", description = "No line for each connection.")
  private boolean quiet;

  /** Refuses what cannot be, before anything is opened. */
  void check() {
    engine();
    idleTimeout();
  }

  Engine engine() {
    return switch (engine) {
      case "virtual" -> Engine.virtualThreads();
      case "iterative" -> Engine.iterative();
      default -> {
        if (NotBuiltYet.ENGINES.contains(engine)) {
          throw NotBuiltYet.of("engine '" + engine + "'");
        }
        throw new CommandException(
            Exit.USAGE, "there is no engine '" + engine + "'; there are: iterative, virtual");
      }
    };
  }

  Duration idleTimeout() {
    return Seconds.positive("--idle-timeout", idleTimeout);
  }

  Duration drainTimeout() {
    return drainTimeout;
  }

  boolean quiet() {
    return quiet;
  }
}
