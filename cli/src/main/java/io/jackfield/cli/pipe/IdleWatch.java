package io.jackfield.cli.pipe;

import io.jackfield.reactor.Scheduler;
import io.jackfield.reactor.Timer;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Looks from time to time whether a number still changes, and says when it has not for long enough:
 * after the limit, and a quarter of it more at most. For the loop's thread.
 */
final class IdleWatch {
  private static final int LOOKS = 4;

  private final Scheduler scheduler;
  private final Duration pause;
  private final LongSupplier number;
  private final Runnable idle;
  private long seen;
  private int unchanged;
  private Timer next;

  /** Begins to look. */
  IdleWatch(Scheduler scheduler, Duration limit, LongSupplier number, Runnable idle) {
    this.scheduler = scheduler;
    this.pause = limit.dividedBy(LOOKS).plusNanos(1);
    this.number = number;
    this.idle = idle;
    seen = number.getAsLong();
    next = scheduler.callLater(pause, this::look);
  }

  private void look() {
    long now = number.getAsLong();
    unchanged = now == seen ? unchanged + 1 : 0;
    seen = now;
    if (unchanged >= LOOKS) {
      idle.run();
    } else {
      next = scheduler.callLater(pause, this::look);
    }
  }

  void stop() {
    next.cancel();
  }
}
