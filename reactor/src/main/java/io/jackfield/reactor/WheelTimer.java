package io.jackfield.reactor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer, and the link by which it hangs in its wheel: nothing else is allocated for it. */
final class WheelTimer implements Timer {
  final TimerWheel wheel;
  final Runnable task;

  // All that follows belongs to the wheel's thread.

  /** Where it waits; null when it does not. */
  @Nullable TimerList list;

  /** Its neighbours in a ring; set while {@link #list} is. */
  @Nullable WheelTimer previous;

  @Nullable WheelTimer next;

  /** In nanoseconds since the wheel's origin. */
  long deadline;

  /** Decides between equal deadlines. */
  long sequence;

  WheelTimer(TimerWheel wheel, Runnable task) {
    this.wheel = wheel;
    this.task = task;
  }

  /** Whether it runs before {@code other}. */
  boolean isBefore(WheelTimer other) {
    return deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence;
  }

  @Override
  public boolean cancel() {
    wheel.owner.requireOwner();
    return wheel.cancel(this);
  }

  @Override
  public boolean reset(Duration delay) {
    long delayNanos = nanos(delay);
    wheel.owner.requireOwner();
    return wheel.reset(this, wheel.owner.nanoTime(), delayNanos);
  }

  @Override
  public boolean delay(Duration more) {
    wheel.owner.requireOwner();
    return wheel.delay(this, TimeUnit.NANOSECONDS.convert(more));
  }

  @Override
  public boolean isPending() {
    wheel.owner.requireOwner();
    return list != null;
  }

  /**
   * A delay in nanoseconds, {@link Long#MAX_VALUE} where that is too small for it.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static long nanos(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay is zero or more; this one is " + delay);
    }
    return TimeUnit.NANOSECONDS.convert(delay);
  }

  @Override
  public String toString() {
    return "Timer[" + (list == null ? "not pending, " : "pending, ") + task + "]";
  }
}
