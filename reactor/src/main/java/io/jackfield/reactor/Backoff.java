package io.jackfield.reactor;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each new attempt: longer each time, up to a maximum, and never quite the
 * same, so that a thousand clients that lost one server do not come back at one moment. One thread
 * at a time. Source: Twisted's {@code ReconnectingClientFactory}, whose first wait is {@code
 * initial} times {@code factor}; here it is {@code initial}.
 */
public final class Backoff {
  /**
   * By what rule waits grow.
   *
   * @param initial the first wait, more than zero
   * @param factor what each wait is multiplied by for the next, at least 1
   * @param maximum no wait is longer; at least {@code initial}
   * @param jitter the standard deviation of a wait as a part of it, 0 to 1; 0 is none
   */
  public record Policy(Duration initial, double factor, Duration maximum, double jitter) {
    /**
     * 1 s, then e times as long up to an hour, with a deviation of 12 %. Twisted took both numbers
     * from nature, so that no two programs fall in step by a round one: e, and the molar Planck
     * constant times the speed of light, in joule metres a mole.
     */
    public static final Policy TWISTED =
        new Policy(Duration.ofSeconds(1), Math.E, Duration.ofHours(1), 0.119626565582);

    /** Throws {@link IllegalArgumentException} for what is out of its range. */
    public Policy {
      if (!initial.isPositive()) {
        throw new IllegalArgumentException("the initial wait is more than zero, not " + initial);
      }
      if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("the factor is at least 1 and finite, not " + factor);
      }
      if (maximum.compareTo(initial) < 0) {
        throw new IllegalArgumentException(
            "the maximum, " + maximum + ", is less than the initial wait, " + initial);
      }
      if (!(jitter >= 0 && jitter <= 1)) {
        throw new IllegalArgumentException("the jitter is from 0 to 1, not " + jitter);
      }
    }
  }

  private final Policy policy;
  private final RandomGenerator random;

  /** Before the deviation, which Twisted lets add up; {@link Double} as factors need it. */
  private double meanNanos;

  private int attempts;

  /** One that has not waited yet. */
  public Backoff(Policy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
    this.meanNanos = WheelTimer.nanos(policy.initial());
  }

  /** The wait before the next attempt, which counts as made: from zero up to the maximum. */
  public Duration next() {
    double maximumNanos = WheelTimer.nanos(policy.maximum());
    double mean = meanNanos;
    meanNanos = Math.min(mean * policy.factor(), maximumNanos);
    attempts++;
    double wait =
        policy.jitter() == 0 ? mean : mean * (1 + random.nextGaussian() * policy.jitter());
    return Duration.ofNanos((long) Math.clamp(wait, 0, maximumNanos));
  }

  /** Begins again with the initial wait, as after an attempt that succeeded. */
  public void reset() {
    meanNanos = WheelTimer.nanos(policy.initial());
    attempts = 0;
  }

  /** How many waits were asked for since the start or the last {@link #reset}. */
  public int attempts() {
    return attempts;
  }
}
