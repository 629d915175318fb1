package io.jackfield.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Has a new process take this one's place: starts it with the same command line, gives it the very
 * sockets, and waits until it serves. Until then nothing changes for this one. {@link Predecessor}
 * is the other side.
 */
public final class Restart {
  /** Names to the new process where it can have the sockets. */
  public static final String VARIABLE = "JACKFIELD_RESTART";

  /** How long the new process may take until it serves, if nothing else is said. */
  public static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** How long one can still ask how it went. */
  private static final Duration REACHABLE_AFTER_FAILURE = Duration.ofSeconds(2);

  private static final Duration REACHABLE_AFTER_SUCCESS = Duration.ofHours(1);

  private static final Duration KILL_LIMIT = Duration.ofSeconds(2);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(5);

  /** What the two say to each other. */
  static final String SOCKET = "socket ";

  static final String END = "end";
  static final String SERVING = "serving";
  static final String YOURS = "yours";

  /** What those are told who want to know how it went. */
  static final String SERVES = "serves ";

  static final String FAILED = "failed ";

  /**
   * Sockets of one server, by a name that it has in the new process too.
   *
   * @param descriptors duplicates, to be closed by whoever has them
   */
  public record Handed(String name, List<PassedDescriptor> descriptors) {
    /** Copies the list. */
    public Handed {
      descriptors = List.copyOf(descriptors);
    }
  }

  /** What is handed over; called once the new process asks for it. */
  public interface Source {
    List<Handed> sockets() throws IOException;
  }

  private final List<String> command;
  private final Duration limit;

  /** What was told of the last attempt, still to be asked for. */
  private @Nullable RestartDesk last;

  /** Guarded by this: the new process, while it starts. */
  private @Nullable Process starting;

  /** Guarded by this: no new process may take over any more. */
  private boolean abandoned;

  /** With a command line that is started in this process's folder and environment. */
  public Restart(List<String> command, Duration limit) {
    this.command = List.copyOf(command);
    this.limit = limit;
  }

  /** Of this process's own command line, {@code /proc/self/cmdline}. */
  public static Restart ofThisProcess() throws IOException {
    String line = Files.readString(Path.of("/proc/self/cmdline"), UTF_8);
    return new Restart(List.of(line.split("\0")), START_LIMIT);
  }

  /**
   * Restarts. On a thread that may wait; one at a time.
   *
   * @param whenServing the last moment before the new process is told that it has the place: what
   *     must be said before it speaks for itself; given its number
   * @return the new process's number
   * @throws IOException if it does not serve; the message says why, and this process is as it was
   */
  public long run(Source source, LongConsumer whenServing) throws IOException {
    if (last != null) {
      last.close();
    }
    RestartDesk desk = RestartDesk.open();
    last = desk;
    Process child = null;
    try {
      child = start(desk);
      long pid = child.pid();
      handOver(child, desk, source, () -> whenServing.accept(pid));
      desk.settle(SERVES + pid, REACHABLE_AFTER_SUCCESS);
      return pid;
    } catch (IOException | RuntimeException e) {
      if (child != null) {
        kill(child);
      }
      desk.settle(FAILED + e.getMessage(), REACHABLE_AFTER_FAILURE);
      throw e;
    }
  }

  private static void kill(Process child) {
    try {
      boolean _ = child.destroyForcibly().waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Process start(RestartDesk desk) throws IOException {
    if (abandoned) {
      throw new IOException("this process is about to end");
    }
    var builder = new ProcessBuilder(command).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.put(VARIABLE, desk.name());
    // It gets those sockets too, from us: the numbers were ours.
    environment.remove("LISTEN_FDS");
    environment.remove("LISTEN_PID");
    environment.remove("LISTEN_FDNAMES");
    Process child = builder.start();
    var _ = child.onExit().thenRun(desk::wake);
    starting = child;
    return child;
  }

  /** This process ends: whoever is about to take its place ends too. Any thread. */
  public synchronized void abandon() {
    abandoned = true;
    if (starting != null) {
      starting.destroy();
    }
  }

  private void handOver(Process child, RestartDesk desk, Source source, Runnable handOver)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Channel channel = desk.awaitChild(child, limit)) {
      channel.timeout(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      send(source.sockets(), channel);
      channel.timeout(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      Channel.Message said = channel.receive();
      if (said == null) {
        throw new IOException("the new process has ended before it served" + exitOf(child));
      }
      said.closeDescriptors();
      if (!said.text().equals(SERVING)) {
        throw new IOException("the new process said '" + said.text() + "'");
      }
      synchronized (this) {
        if (abandoned) {
          throw new IOException("this process is about to end");
        }
        handOver.run();
        channel.send(YOURS);
        starting = null; // Nobody's but its own from now on.
      }
      awaitSettled(channel);
    } catch (SocketTimeoutException e) {
      throw new IOException(
          "the new process did not serve within " + limit.toSeconds() + " seconds", e);
    }
  }

  /** Who asks how it went is to find the pid file with the new number in it. */
  private static void awaitSettled(Channel channel) {
    try {
      Channel.Message _ = channel.timeout(SETTLE_LIMIT).receive();
    } catch (IOException e) {
      // It serves all the same.
    }
  }

  private static String exitOf(Process child) {
    try {
      return child.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          ? ", exit code " + child.exitValue()
          : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static void send(List<Handed> all, Channel to) throws IOException {
    try {
      for (Handed one : all) {
        List<PassedDescriptor> sockets = new ArrayList<>(one.descriptors());
        while (!sockets.isEmpty()) {
          List<PassedDescriptor> some =
              sockets.subList(0, Math.min(sockets.size(), Channel.MOST_DESCRIPTORS));
          to.send(SOCKET + one.name(), some);
          some.clear();
        }
      }
      to.send(END);
    } finally {
      all.forEach(one -> one.descriptors().forEach(PassedDescriptor::close));
    }
  }
}
