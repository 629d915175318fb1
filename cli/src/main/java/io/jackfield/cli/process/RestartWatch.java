package io.jackfield.cli.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jackfield.socket.ProcessSignals;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Has another process restart, and learns how that went. For one thread. */
public final class RestartWatch {
  /** Where the kernel lists the Unix sockets of this network namespace: proc_net_unix(5). */
  private static final Path SOCKETS = Path.of("/proc/net/unix");

  /** Between two looks at that list. */
  private static final Duration LOOK = Duration.ofMillis(5);

  /** How long a process may take to begin; and a restart before this one to be over. */
  private static final Duration BEGIN_LIMIT = Duration.ofSeconds(10);

  /** For how long only a restart that began after the signal counts. */
  private static final Duration OWN_RESTART = Duration.ofSeconds(1);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

  private final long pid;

  /** Of a process by its number. */
  public RestartWatch(long pid) {
    this.pid = pid;
  }

  /**
   * Restarts it; returns when the new process serves, and its number.
   *
   * @param limit how long the new process may take
   * @throws IOException if it cannot be signalled, or the restart fails; the message says why
   */
  public long restart(Duration limit) throws IOException {
    Set<String> before = Set.copyOf(names());
    ProcessSignals.send(Math.toIntExact(pid), "USR2");
    try (Channel desk = await(before)) {
      Channel.Message outcome = desk.timeout(limit).receive();
      if (outcome == null) {
        throw new IOException("process " + pid + " has ended in the midst of its restart");
      }
      outcome.closeDescriptors();
      String text = outcome.text();
      if (text.startsWith(Restart.SERVES)) {
        return Long.parseLong(text.substring(Restart.SERVES.length()));
      }
      throw new IOException(
          text.startsWith(Restart.FAILED) ? text.substring(Restart.FAILED.length()) : text);
    } catch (SocketTimeoutException e) {
      throw new IOException(
          "process %d did not say how it went within %d s".formatted(pid, limit.toSeconds()), e);
    }
  }

  private Channel await(Set<String> before) throws IOException {
    long begun = System.nanoTime();
    for (long waited = 0; waited < BEGIN_LIMIT.toNanos(); waited = System.nanoTime() - begun) {
      var names = new HashSet<>(names());
      if (waited < OWN_RESTART.toNanos()) {
        names.removeAll(before);
      }
      for (String name : names) {
        Channel desk = connect(name);
        if (desk != null) {
          return desk;
        }
      }
      if (!ServerProcess.of(pid).isServer()) {
        throw new IOException("process " + pid + " has ended");
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    throw new IOException("process " + pid + " does not restart");
  }

  /** Null if it is somebody else's, or no more. */
  private @Nullable Channel connect(String name) throws IOException {
    Channel desk = null;
    try {
      desk = Channel.connect(AbstractUnixAddress.of(name), CONNECT_LIMIT);
      if (desk.peer().processId() == pid) {
        return desk;
      }
    } catch (IOException e) {
      // It has just gone.
    }
    if (desk != null) {
      desk.close();
    }
    return null;
  }

  private List<String> names() throws IOException {
    String wanted = "@" + RestartDesk.PREFIX + pid + "-";
    return Files.readAllLines(SOCKETS, ISO_8859_1).stream()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .filter(name -> name.startsWith(wanted))
        .map(name -> name.substring(1))
        .distinct()
        .toList();
  }
}
