package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes that take a server's place one after the other. They are no children of the test's,
 * so it must see to it that they end; what they say is on the first one's standard error.
 */
final class Successors implements AutoCloseable {
  private static final Pattern SERVES =
      Pattern.compile("process (\\d+) serves in this one's place");

  private static final long LOOK_NANOS = 2_000_000;

  private final Child first;
  private final List<Long> pids = new ArrayList<>();

  Successors(Server server) {
    first = server.process();
    pids.add(first.pid());
  }

  /** The one that serves. */
  long pid() {
    return pids.getLast();
  }

  /** Has SIGUSR2 sent to the one that serves; returns when another one does, and its number. */
  long restart() {
    signal("USR2");
    first.err().await(Pattern.compile("(?s)(?>.*?" + SERVES + "){" + pids.size() + "}"));
    Matcher each = SERVES.matcher(first.err().soFar());
    long last = 0;
    while (each.find()) {
      last = Long.parseLong(each.group(1));
    }
    follows(last);
    return last;
  }

  /** Says that a process serves now that was started some other way. */
  void follows(long pid) {
    assertThat(pids).doesNotContain(pid);
    pids.add(pid);
  }

  /** Sends a signal to the one that serves. */
  void signal(String signal) {
    assertThat(Command.tool("sh", "-c", "kill -" + signal + " " + pid()).run().exit()).isZero();
  }

  /** Waits until a process that was started by another one has ended. */
  static void awaitEnd(long pid) {
    long deadline = System.nanoTime() + Output.DEADLINE.toNanos();
    while (runs(pid)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("process " + pid + " still runs");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** One whose parent has not looked after it yet (Z) runs no more. Source: proc_pid_stat(5). */
  private static boolean runs(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the one that serves by SIGTERM; nothing may have gone wrong in any. */
  void stop() {
    signal("TERM");
    pids.forEach(Successors::awaitEnd);
    assertThat(first.awaitExit(Duration.ofSeconds(10))).isZero();
    assertThat(first.out().awaitEnd()).isEmpty();
    assertThat(first.err().awaitEnd()).doesNotContain("Exception", "\tat ");
  }

  @Override
  public void close() {
    for (long pid : pids) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    pids.forEach(Successors::awaitEnd);
  }
}
