package io.jackfield.cli;

import io.jackfield.cli.process.PidFile;
import io.jackfield.cli.process.Restart;
import io.jackfield.cli.process.RestartWatch;
import io.jackfield.cli.process.ServerProcess;
import io.jackfield.socket.PermissionDeniedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield restart PID}. */
@Command(
    name = "restart",
    addMethodSubcommands = false,
    description =
        "Has a new process take the place of one that serves; not one connection is refused.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "The new process is started by the old one, with the same command line, and is",
      "given its sockets. Once it serves, its number is printed; the old one finishes",
      "what it has begun, as after SIGTERM, and exits. If it does not come to serve",
      "the old one goes on. 'kill -USR2 PID' does the same without waiting.",
      "",
      "Examples:",
      "  jackfield restart 4711",
      "  jackfield restart --pid-file /run/echo.pid"
    })
final class RestartCommand implements Callable<Integer> {
  /** The old process gives up first, and says why. */
  private static final Duration LIMIT = Restart.START_LIMIT.plusSeconds(5);

  @Parameters(
      paramLabel = "PID",
      arity = "0..1",
      description = "The number of the process that serves.")
  private @Nullable Integer pid;

  @Option(
      names = "--pid-file",
      paramLabel = "FILE",
      description = "The file that says it, as 'serve --pid-file' writes it.")
  private @Nullable Path pidFile;

  @Override
  public Integer call() throws Exception {
    ServerProcess process = ServerProcess.of(wanted());
    if (!process.exists()) {
      throw new CommandException(Exit.FAILED, "there is no process " + process.pid());
    }
    if (!process.isServer()) {
      throw new CommandException(
          Exit.FAILED, "process " + process.pid() + " is no 'jackfield serve' or 'jackfield up'");
    }
    if (!process.takesRestarts()) {
      throw new CommandException(
          Exit.FAILED,
          "process "
              + process.pid()
              + " takes no restarts: it has only just started, or not by the launcher 'jackfield'");
    }
    try {
      System.out.println(new RestartWatch(process.pid()).restart(LIMIT));
      return Exit.DONE;
    } catch (PermissionDeniedException e) {
      throw new CommandException(
          Exit.FAILED, "process " + process.pid() + " is another user's, and may not be restarted");
    } catch (IOException e) {
      throw new CommandException(Exit.FAILED, "not restarted: " + Sentences.of(e));
    }
  }

  private long wanted() throws IOException {
    if (pid != null && pidFile != null) {
      throw new CommandException(Exit.USAGE, "it is PID or --pid-file FILE, not both");
    }
    if (pidFile != null) {
      return namedBy(pidFile);
    }
    if (pid == null) {
      throw new CommandException(Exit.USAGE, "PID or --pid-file FILE is needed");
    }
    if (pid < 1) {
      throw new CommandException(Exit.USAGE, "no process has the number " + pid);
    }
    return pid;
  }

  private static long namedBy(Path file) throws IOException {
    Long found = PidFile.read(file);
    if (found == null || found < 1 || found > Integer.MAX_VALUE) {
      throw new CommandException(Exit.FAILED, "no process is named by " + file);
    }
    return found;
  }
}
