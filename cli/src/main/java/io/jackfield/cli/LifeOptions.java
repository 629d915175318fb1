package io.jackfield.cli;

import io.jackfield.socket.ProcessUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How a process that serves lives; {@code up} and {@code serve} have these in common. */
final class LifeOptions {
  private Duration drainTimeout = Duration.ofSeconds(5);

  private @Nullable String user;
  private @Nullable Path pidFile;
  private boolean quiet;

  /** For a command that has these options. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            Options.of(Duration.class, "--drain-timeout", "TIME", it -> drainTimeout = it)
                .converters(new TimeSpan())
                .description(
                    "On SIGTERM or Ctrl-C, how long unanswered conversations may take (default:"
                        + " 5).")
                .build())
        .addOption(
            Options.of(String.class, "--user", "NAME[:GROUP]", it -> user = it)
                .description(
                    "Become this user, for good, once all addresses are listened on; needs root at"
                        + " first.")
                .build())
        .addOption(
            Options.of(Path.class, "--pid-file", "FILE", it -> pidFile = it)
                .description(
                    "Write this process's number here while it serves; a restart writes the new"
                        + " one's.")
                .build())
        .addOption(
            Options.flag("--quiet", on -> quiet = on)
                .description("No line for each connection.")
                .build());
  }

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
