package io.jackfield.reactor;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks now and then whether a loop is stuck in one turn, and logs where. A thread of its own,
 * which ends with the loop.
 */
final class Watchdog {

  private final EventLoop loop;
  private final long thresholdNanos;
  private final Thread thread;
  private volatile boolean over;

  Watchdog(EventLoop loop, String name, Duration threshold) {
    this.loop = loop;
    this.thresholdNanos = EventLoop.nanos(threshold);
    this.thread = Thread.ofPlatform().daemon().name(name + "-watchdog").unstarted(this::watch);
  }

  void start() {
    thread.start();
  }

  void stop() {
    over = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    long told = 0;
    while (!over) {
      LockSupport.parkNanos(thresholdNanos / 2);
      long since = loop.busySince();
      long stuck = loop.driver().nanoTime() - since;
      // One turn is told of once.
      if (since != 0 && since != told && stuck > thresholdNanos) {
        told = since;
        tell(stuck);
      }
    }
  }

  /** Frames of the thread that is carried are not among those of its carrier. */
  private static boolean carriesAThread(StackTraceElement[] carrier) {
    return Arrays.stream(carrier)
        .anyMatch(frame -> frame.getClassName().equals("java.lang.VirtualThread"));
  }

  private static void append(StringBuilder text, StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      text.append(System.lineSeparator()).append("    at ").append(frame);
    }
  }

  private void tell(long stuckNanos) {
    Thread owner = loop.owner();
    if (owner == null) {
      return;
    }
    var text = new StringBuilder();
    StackTraceElement[] frames = owner.getStackTrace();
    Thread carried = loop.threads().lastSeen();
    if (carried != null && carriesAThread(frames)) {
      append(text, carried.getStackTrace());
    }
    append(text, frames);
    System.getLogger(Watchdog.class.getName())
        .log(
            System.Logger.Level.WARNING,
            owner.getName()
                + " has not waited for "
                + stuckNanos / 1_000_000
                + " ms: what blocks belongs to deferToThread(…). It is here:"
                + text);
  }
}
