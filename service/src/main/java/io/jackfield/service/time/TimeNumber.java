package io.jackfield.service.time;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;

/**
 * The time as a number: seconds since 1900 began in UTC, in 32 bits, the highest first. It begins
 * anew at 2036-02-07T06:28:16Z. Source: RFC 868.
 */
public final class TimeNumber {
  /** How long it is on the wire. */
  public static final int BYTES = 4;

  /** From 1900 to 1970, 17 leap years among them. */
  private static final long SECONDS_TO_1970 = 2_208_988_800L;

  private static final long ONE_ROUND = 1L << 32;

  private TimeNumber() {}

  /** The number that it is by {@code clock}. */
  public static byte[] now(Clock clock) {
    long seconds = clock.instant().getEpochSecond() + SECONDS_TO_1970;
    return ByteBuffer.allocate(BYTES).putInt((int) seconds).array();
  }

  /**
   * What a number means: a time from 1970 on, as no program that tells it is older. What would be
   * before is the time after 2036.
   */
  public static Instant read(ByteBuffer number) {
    long seconds = Integer.toUnsignedLong(number.getInt());
    long since1970 = seconds - SECONDS_TO_1970;
    return Instant.ofEpochSecond(since1970 < 0 ? since1970 + ONE_ROUND : since1970);
  }
}
