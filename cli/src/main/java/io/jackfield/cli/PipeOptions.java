package io.jackfield.cli;

import io.jackfield.cli.pipe.CommandEnd;
import io.jackfield.cli.pipe.CommandWords;
import io.jackfield.cli.pipe.Ends;
import io.jackfield.cli.pipe.Joiner.Opening;
import io.jackfield.cli.pipe.PipeRules;
import io.jackfield.cli.pipe.SessionFiles;
import io.jackfield.reactor.endpoint.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code connect} and {@code listen} do with what comes and goes; they have it in common. */
final class PipeOptions {
  @Option(
      names = {"-C", "--crlf"},
      description = "End the lines that are sent with CRLF.")
  private boolean crlf;

  @Option(
      names = {"-e", "--exec"},
      paramLabel = "COMMAND",
      description = "Join it with this command instead of standard input and output.")
  private @Nullable String exec;

  @Option(
      names = {"-c", "--sh-exec"},
      paramLabel = "COMMAND",
      description = "Join it with this command, as a shell reads it.")
  private @Nullable String shellExec;

  @Option(
      names = {"-i", "--idle-timeout"},
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "End a connection on which nothing comes or goes for so long.")
  private @Nullable Duration idle;

  @Option(
      names = {"-q", "--quit-after"},
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "Wait no longer for the peer when the input has ended.")
  private @Nullable Duration quitAfter;

  @Option(names = "--send-only", description = "Print nothing; end when the input does.")
  private boolean sendOnly;

  @Option(names = "--recv-only", description = "Send nothing; the input is not read.")
  private boolean receiveOnly;

  @Option(names = "--no-shutdown", description = "Do not tell the peer that the input has ended.")
  private boolean noShutdown;

  @Mixin private SessionFileOptions files;

  /** The first option that was given, null if none was. */
  @Nullable String given() {
    if (crlf) {
      return "--crlf";
    }
    if (exec != null || shellExec != null) {
      return exec != null ? "--exec" : "--sh-exec";
    }
    if (idle != null || quitAfter != null) {
      return idle != null ? "--idle-timeout" : "--quit-after";
    }
    if (sendOnly || receiveOnly) {
      return sendOnly ? "--send-only" : "--recv-only";
    }
    return noShutdown ? "--no-shutdown" : files.given();
  }

  /** Refuses what cannot be, before anything is opened. */
  void check() {
    if (sendOnly && receiveOnly) {
      throw new CommandException(Exit.USAGE, "--send-only and --recv-only exclude each other");
    }
    if (idle != null) {
      TimeSpan.positive("--idle-timeout", idle);
    }
    if (quitAfter != null) {
      TimeSpan.positive("--quit-after", quitAfter);
    }
    if (exec != null && shellExec != null) {
      throw new CommandException(Exit.USAGE, "--exec and --sh-exec exclude each other");
    }
    if (exec != null) {
      var _ = words(exec);
    }
  }

  private static List<String> words(String command) {
    try {
      return CommandWords.of(command);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, "--exec: " + e.getMessage());
    }
  }

  /** Whether each connection has a command of its own. */
  boolean isExec() {
    return exec != null || shellExec != null;
  }

  /** What is done on the way, between us and the network; {@code session} null for no files. */
  PipeRules rules(@Nullable SessionFiles session) {
    return new PipeRules(!receiveOnly, !sendOnly, crlf, !noShutdown, idle, quitAfter, session);
  }

  /** The files to write to as well; null for none. */
  @Nullable SessionFiles session() throws IOException {
    return files.open();
  }

  /** Our side of a connection: a command, or standard input and output. */
  Opening ours(Ends ends) {
    if (exec != null) {
      return new CommandEnd(words(exec));
    }
    return shellExec != null
        ? new CommandEnd(List.of("/bin/sh", "-c", shellExec))
        : _ -> ends.open(Endpoint.parse("stdio:"));
  }
}
