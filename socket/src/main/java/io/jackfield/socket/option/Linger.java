package io.jackfield.socket.option;

import java.time.Duration;

/**
 * What a close does with data not yet sent: {@code struct linger}. Source: socket(7).
 *
 * @param on whether closing waits for the data (or, with a time of zero, throws it away and resets
 *     the connection)
 * @param time how long at most, in whole seconds, rounded up
 */
public record Linger(boolean on, Duration time) {
  /** The kernel goes on sending in the background: the default. */
  public static Linger off() {
    return new Linger(false, Duration.ZERO);
  }

  /** Nothing is waited for: a close resets the connection. */
  public static Linger reset() {
    return new Linger(true, Duration.ZERO);
  }

  /** Closing waits {@code time} at most. */
  public static Linger of(Duration time) {
    return new Linger(true, time);
  }
}
