package io.jackfield.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The lines that tell of connections. Written by a thread of its own through a bounded queue, so
 * that a terminal which is stopped or slow never holds up a service: what does not fit is counted,
 * and the count is shown. Any thread may tell.
 */
final class EventLog {
  static final int QUEUED_LINES = 1_024;

  private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(1);

  private final PrintStream to;
  private final Thread writer;
  private final AtomicLong dropped = new AtomicLong();

  /**
   * Put into words by the thread that writes: the first time takes a fifth of a start. Empty is the
   * end.
   */
  private final ArrayBlockingQueue<Optional<Supplier<String>>> lines =
      new ArrayBlockingQueue<>(QUEUED_LINES);

  EventLog(PrintStream to) {
    this.to = to;
    this.writer = Thread.ofPlatform().daemon().name("log").unstarted(this::write);
    writer.start();
  }

  /** A line about a connection. */
  void tell(String service, String scheme, String client, String event) {
    var at = Instant.now();
    put(() ->
        String.format(
            Locale.ROOT,
            "%tT  %-14s  %s  %s  %s",
            LocalTime.ofInstant(at, ZoneId.systemDefault()),
            service,
            scheme,
            client,
            event));
  }

  /** A line as it is. */
  void tell(String line) {
    put(() -> line);
  }

  private void put(Supplier<String> line) {
    if (!lines.offer(Optional.of(line))) {
      dropped.incrementAndGet();
    }
  }

  /** Shows what was told so far and ends; gives up after a second where nobody reads. */
  void finish() throws InterruptedException {
    if (lines.offer(Optional.empty(), FINISH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      writer.join(FINISH_TIMEOUT);
    }
  }

  private void write() {
    try {
      for (var line = lines.take(); line.isPresent(); line = lines.take()) {
        to.println(line.get().get());
        tellOfDropped();
      }
      tellOfDropped();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellOfDropped() {
    long missing = dropped.getAndSet(0);
    if (missing > 0) {
      to.println("… and " + missing + " lines more, too fast to show");
    }
  }
}
