package io.jackfield.cli;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The lines that tell of connections. Written by a thread of its own through a bounded queue, so
 * that a terminal which is stopped or slow never holds up a service: what does not fit is counted,
 * and the count is shown. Any thread may tell.
 */
final class EventLog {
  private static final int QUEUED_LINES = 1_024;

  private final PrintStream to;
  private final ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUED_LINES);
  private final AtomicLong dropped = new AtomicLong();

  EventLog(PrintStream to) {
    this.to = to;
    Thread.ofPlatform().daemon().name("log").start(this::write);
  }

  void tell(String service, String scheme, String client, String event) {
    String line =
        "%tT  %-14s  %s  %s  %s"
            .formatted(LocalTime.now(ZoneId.systemDefault()), service, scheme, client, event);
    if (!lines.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  private void write() {
    try {
      for (; ; ) {
        to.println(lines.take());
        long missing = dropped.getAndSet(0);
        if (missing > 0) {
          to.println("… and " + missing + " lines more, too fast to show");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
