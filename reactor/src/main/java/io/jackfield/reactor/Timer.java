package io.jackfield.reactor;

import java.time.Duration;

/**
 * A task that waits for its time. It runs once, and never before its time is over. After that, and
 * after a {@link #cancel}, it stays as it is: nothing makes it pending again.
 *
 * <p>All methods are for the thread of the loop that made it; on another one they throw {@link
 * WrongThreadException} and change nothing. They cost the same however many timers wait. Source:
 * Twisted's {@code IDelayedCall}.
 */
public interface Timer {
  /** Gives it up; returns whether it was still pending. */
  boolean cancel();

  /**
   * Lets it wait {@code delay} from now, whatever it had waited; returns whether it was still
   * pending, without which nothing happens.
   *
   * @param delay counted in nanoseconds; longer than 292 years is 292 years
   * @throws IllegalArgumentException if it is negative
   */
  boolean reset(Duration delay);

  /**
   * Lets it wait {@code more} than it would have, or less where that is negative; returns whether
   * it was still pending, without which nothing happens.
   */
  boolean delay(Duration more);

  /** Whether it will still run; no longer so when its task has begun. */
  boolean isPending();
}
