package io.jackfield.cli;

import io.jackfield.socket.ProcessSignals;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** SIGTERM and SIGINT: the first asks to stop, the second ends the process at once. */
final class StopSignals {
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** What a shell reports of a process that a signal ended: 128 and its number. */
  private static final int SIGNAL_EXIT = 128;

  private final CountDownLatch first = new CountDownLatch(1);
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
    first.countDown();
  }

  /** Waits for the first of either. */
  void awaitFirst() throws InterruptedException {
    first.await();
  }
}
