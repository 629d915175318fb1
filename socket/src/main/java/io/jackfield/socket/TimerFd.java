package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.EventCalls;
import java.io.IOException;
import java.time.Duration;

/**
 * A timer to wait for beside other descriptors, on the clock that is never set ({@code
 * CLOCK_MONOTONIC}) and does not run while the machine sleeps. It waits, and is woken, as a {@link
 * Socket} is. Source: timerfd_create(2).
 */
public final class TimerFd extends DescriptorChannel {
  private TimerFd(int number) {
    super(number);
  }

  /**
   * Opens one, disarmed.
   *
   * @throws TooManyOpenFilesException if no descriptor is left
   */
  public static TimerFd open() throws IOException {
    Abi.requireSupported();
    return new TimerFd(opened("timerfd_create", EventCalls.timerFd()));
  }

  /** As {@link Socket#timeout(Duration)}: of the wait, not of the timer. */
  public TimerFd timeout(Duration timeout) {
    waitAtMost(timeout, Socket.NEVER);
    return this;
  }

  /**
   * Has it expire once, instead of what it was to do before; what was not taken is forgotten.
   *
   * @param after zero for at once
   * @throws IllegalArgumentException if {@code after} is negative
   */
  public TimerFd once(Duration after) throws IOException {
    set(Math.max(1, nanos(after)), 0); // The kernel's 0 disarms.
    return this;
  }

  /**
   * Has it expire again and again, the first time after one period.
   *
   * @throws IllegalArgumentException if {@code period} is not positive
   */
  public TimerFd every(Duration period) throws IOException {
    long nanos = nanos(period);
    if (nanos == 0) {
      throw new IllegalArgumentException("a period of zero");
    }
    set(nanos, nanos);
    return this;
  }

  /** Has it expire no more. */
  public TimerFd disarm() throws IOException {
    set(0, 0);
    return this;
  }

  /** Longer than 292 years is 292 years. */
  private static long nanos(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("negative duration: " + duration);
    }
    return duration.compareTo(Socket.NEVER) >= 0 ? Long.MAX_VALUE - 1 : duration.toNanos();
  }

  private void set(long firstNanos, long periodNanos) throws IOException {
    enter();
    try {
      check("timerfd_settime", EventCalls.setTimer(descriptor.number(), firstNanos, periodNanos));
    } finally {
      descriptor.leave();
    }
  }

  /** How long until it expires next; zero for a disarmed one. */
  public Duration remaining() throws IOException {
    var left = new long[2];
    enter();
    try {
      check("timerfd_gettime", EventCalls.timeLeft(descriptor.number(), left));
      return Duration.ofSeconds(left[0], left[1]);
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Waits until it has expired.
   *
   * @return how often since the last call or setting; 0 only where the call must not wait
   */
  public long take() throws IOException {
    return takeCount();
  }
}
