package io.jackfield.cli;

import io.jackfield.socket.ProcessSignals;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT, and SIGHUP where it means nothing else: the first asks to stop, the second
 * ends the process at once.
 */
final class StopSignals {
  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** What a shell reports of a process that a signal ended: 128 and its number. */
  private static final int SIGNAL_EXIT = 128;

  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch signalled = new CountDownLatch(1);
  private final AtomicBoolean asked = new AtomicBoolean();

  private StopSignals() {}

  /** Catches both from now on. */
  static StopSignals caught() {
    var signals = new StopSignals();
    ProcessSignals.onEach("TERM", () -> signals.arrived(SIGTERM));
    ProcessSignals.onEach("INT", () -> signals.arrived(SIGINT));
    return signals;
  }

  private void arrived(int number) {
    if (asked.getAndSet(true)) {
      Runtime.getRuntime().halt(SIGNAL_EXIT + number);
    }
    signalled.countDown();
    first.countDown();
  }

  /** Another process serves in this one's place, which is as good as being asked to stop. */
  void replaced() {
    first.countDown();
  }

  /** Has SIGHUP, a closed terminal, ask to stop too. */
  void catchHangUp() {
    ProcessSignals.onEach("HUP", this::hangUp);
  }

  /** As though SIGHUP had asked to stop. */
  void hangUp() {
    arrived(SIGHUP);
  }

  /** Waits for the first of either, or for a process that takes this one's place. */
  void awaitFirst() throws InterruptedException {
    first.await();
  }

  /** Waits for the first of either; false if none came in time. */
  boolean awaitSignal(Duration timeout) throws InterruptedException {
    return signalled.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
