package io.jackfield.reactor;

import java.util.concurrent.atomic.AtomicLong;

/** What a loop has done. Written by its thread without a lock or an allocation, read by any. */
final class LoopCounters {
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong completions = new AtomicLong();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong receivedBytes = new AtomicLong();
  private final AtomicLong sentBytes = new AtomicLong();
  private final AtomicLong longestTurnNanos = new AtomicLong();

  /** One writer: no read-modify-write instruction is needed. */
  private static void add(AtomicLong counter, long more) {
    counter.setOpaque(counter.getPlain() + more);
  }

  void turned(int done, long nanos) {
    add(turns, 1);
    add(completions, done);
    if (nanos > longestTurnNanos.getPlain()) {
      longestTurnNanos.setOpaque(nanos);
    }
  }

  void opened() {
    add(opened, 1);
  }

  void closed() {
    add(closed, 1);
  }

  /** A connection that could not be accepted, or that the factory did not want. */
  void refused() {
    add(refused, 1);
  }

  void received(int bytes) {
    add(receivedBytes, bytes);
  }

  void sent(long bytes) {
    add(sentBytes, bytes);
  }

  ReactorCounts counts() {
    return new ReactorCounts(
        turns.getOpaque(),
        completions.getOpaque(),
        opened.getOpaque(),
        closed.getOpaque(),
        refused.getOpaque(),
        receivedBytes.getOpaque(),
        sentBytes.getOpaque(),
        longestTurnNanos.getOpaque());
  }
}
