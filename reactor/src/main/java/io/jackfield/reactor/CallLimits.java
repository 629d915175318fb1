package io.jackfield.reactor;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the calls of one connection may wait, and the connection last. One timer serves all
 * calls: it is set when one has to wait and there is none, and looks then who has waited how long.
 * Loop's.
 */
final class CallLimits {
  private final BlockingConnection connection;
  private Duration timeout;
  private @Nullable Timer timer;
  private @Nullable Timer deadline;

  CallLimits(BlockingConnection connection, BlockingOptions options) {
    this.connection = connection;
    timeout = options.timeout();
  }

  void timeout(Duration limit) {
    timeout = limit;
    cancel(timer);
    timer = null;
    if (connection.reading().isWanted() || connection.writing().isWanted()) {
      waits();
    }
  }

  /** Begins anew; null for no deadline. */
  void deadline(@Nullable Duration limit) {
    cancel(deadline);
    deadline =
        limit == null
            ? null
            : connection
                .loop()
                .callLater(limit, () -> connection.tearDown(late("deadline", limit)));
  }

  /** A call has to wait. */
  void waits() {
    if (timer == null) {
      timer = connection.loop().callLater(timeout, this::look);
    }
  }

  private void look() {
    timer = null;
    long now = connection.loop().nowNanos();
    ReadingCall reading = connection.reading();
    WritingCall writing = connection.writing();
    long left = Long.MAX_VALUE;
    if (reading.isWanted()) {
      long rest = rest(reading, now);
      if (rest <= 0) {
        reading.fail(late("read", timeout));
      } else {
        left = rest;
      }
    }
    if (writing.isWanted()) {
      long rest = rest(writing, now);
      if (rest <= 0) {
        writing.timedOut(late("write", timeout));
      } else {
        left = Math.min(left, rest);
      }
    }
    if (left < Long.MAX_VALUE && timer == null) {
      timer = connection.loop().callLater(Duration.ofNanos(left), this::look);
    }
  }

  private long rest(WaitingCall call, long now) {
    return EventLoop.nanos(timeout) - (now - call.sinceNanos());
  }

  private static SocketTimeoutException late(String what, Duration limit) {
    return new SocketTimeoutException(what + ": not within " + limit.toMillis() + " ms");
  }

  private static void cancel(@Nullable Timer one) {
    if (one != null) {
      one.cancel();
    }
  }

  /** The connection is no more. */
  void release() {
    cancel(timer);
    cancel(deadline);
  }
}
