package io.jackfield.cli;

import io.jackfield.cli.process.Restart;
import io.jackfield.cli.process.ServiceManager;
import io.jackfield.socket.ProcessSignals;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * SIGUSR2: another process takes this one's place. The JVM itself suspends threads by that signal,
 * unless {@value #MOVED} gives it another, as the launcher does; else it is the JVM's.
 */
final class Restarts {
  /** Of HotSpot, for the signal that it would use in the place of SIGUSR2. */
  private static final String MOVED = "_JAVA_SR_SIGNUM";

  private static final int SIGUSR2 = 12;
  private static final int LAST_SIGNAL = 64;

  private final ServerGroup group;
  private final ServiceManager manager;
  private final StopSignals signals;

  /** Down when there is something to hand over. */
  private final CountDownLatch begun = new CountDownLatch(1);

  private final AtomicBoolean isGoingOn = new AtomicBoolean();
  private volatile boolean replaced;

  /** Guarded by this. */
  private @Nullable Restart restart;

  /** Guarded by this. */
  private boolean ended;

  private Restarts(ServerGroup group, ServiceManager manager, StopSignals signals) {
    this.group = group;
    this.manager = manager;
    this.signals = signals;
  }

  /** Catches the signal from now on; what it asks for waits until {@link #begin}. */
  static Restarts caught(ServerGroup group, ServiceManager manager, StopSignals signals) {
    var restarts = new Restarts(group, manager, signals);
    if (isMoved(System.getenv(MOVED))) {
      ProcessSignals.onEach("USR2", restarts::asked);
    }
    return restarts;
  }

  /** Has a process that serves for another do nothing at the signal, where it would end it. */
  static void ignored() {
    if (isMoved(System.getenv(MOVED))) {
      ProcessSignals.onEach("USR2", () -> {});
    }
  }

  /** Whether the JVM takes another signal; it keeps its own where it is told something else. */
  static boolean isMoved(@Nullable String number) {
    if (number == null || !number.matches("[0-9]{1,2}")) {
      return false;
    }
    int signal = Integer.parseInt(number);
    return signal > SIGUSR2 && signal <= LAST_SIGNAL;
  }

  /** All that is to be served is served. */
  void begin() {
    begun.countDown();
  }

  /** Whether another process serves now. */
  boolean isReplaced() {
    return replaced;
  }

  /** This process ends: no other one takes its place any more, unless one has already. */
  synchronized void end() {
    ended = true;
    if (restart != null) {
      restart.abandon();
    }
  }

  private void asked() {
    if (isGoingOn.getAndSet(true)) {
      group
          .log()
          .tell(
              replaced
                  ? "not restarted: another process serves in this one's place already"
                  : "not restarted: a restart goes on already");
      return;
    }
    Thread.ofPlatform().daemon().name("restart").start(this::restart);
  }

  private void restart() {
    try {
      begun.await();
      group.log().tell("restarting: a new process is started");
      long pid = begunRestart().run(group::duplicateSockets, this::handOver);
      group
          .log()
          .tell(
              "process " + pid + " serves in this one's place; what goes on here may be finished");
      signals.replaced();
    } catch (IOException | UnsupportedOperationException e) {
      if (replaced) { // It has ended at the very moment.
        manager.successor(ProcessHandle.current().pid());
        replaced = false;
      }
      group.log().tell("not restarted, this process goes on: " + Sentences.of(e));
      isGoingOn.set(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Restart begunRestart() throws IOException {
    Restart made = restart;
    if (made == null) {
      made = Restart.ofThisProcess();
      restart = made;
    }
    if (ended) {
      made.abandon();
    }
    return made;
  }

  /** The service manager believes its service, which is this process until it has said this. */
  private void handOver(long pid) {
    manager.successor(pid);
    replaced = true;
  }
}
