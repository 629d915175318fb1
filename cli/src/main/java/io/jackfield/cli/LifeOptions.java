package io.jackfield.cli;

import io.jackfield.socket.ProcessUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a process that serves lives; {@code up} and {@code serve} have these in common. */
final class LifeOptions {
  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "5",
      converter = TimeSpan.class,
      description =
          "On SIGTERM or Ctrl-C, how long unanswered conversations may take (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration drainTimeout;

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

  /** Refuses what cannot go together with how a service is run. */
  void check(ServingOptions serving) {
    if (serving.isProcesses() && user != null) {
      throw new CommandException(
          Exit.USAGE,
          "--user does not go with --engine processes: the worker processes are started before the"
              + " user is changed, and would stay who they are. Start it as that user");
    }
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

  @Nullable Path pidFile() {
    return pidFile;
  }

  boolean quiet() {
    return quiet;
  }
}
