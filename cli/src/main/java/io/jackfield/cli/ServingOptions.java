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
      description = "End a conversation after this silence (default: ${DEFAULT-VALUE}).")
  private long idleSeconds;

  @Option(
      names = "--drain-timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "On SIGTERM or Ctrl-C, how long unanswered conversations may take (default:"
              + " ${DEFAULT-VALUE}).")
  private long drainSeconds;

  @Option(names = "--quiet", description = "No line for each connection.")
  private boolean quiet;

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
    return seconds("--idle-timeout", idleSeconds, 1);
  }

  Duration drainTimeout() {
    return seconds("--drain-timeout", drainSeconds, 0);
  }

  boolean quiet() {
    return quiet;
  }

  private static Duration seconds(String option, long seconds, long least) {
    if (seconds < least || seconds > Duration.ofDays(365).toSeconds()) {
      throw new CommandException(
          Exit.USAGE, option + " takes " + least + " or more seconds, at most a year's");
    }
    return Duration.ofSeconds(seconds);
  }
}
