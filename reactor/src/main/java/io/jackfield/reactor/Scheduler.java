package io.jackfield.reactor;

import java.time.Duration;

/**
 * Runs tasks later, by a clock of its own. A loop is one; a test may be another. All methods are
 * for its one thread. Source: Twisted's {@code IReactorTime}.
 */
public interface Scheduler {
  /**
   * Runs {@code task} on this thread once {@code delay} is over, never sooner. A delay of zero is
   * the next turn, not this one.
   *
   * @param delay longer than 292 years is 292 years
   * @throws IllegalArgumentException if it is negative
   */
  Timer callLater(Duration delay, Runnable task);

  /** The clock by which delays are counted: nanoseconds of which only differences mean anything. */
  long nanoTime();
}
