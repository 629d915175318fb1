package io.jackfield.service.ping;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to ping.
 *
 * @param target which host
 * @param count how many requests to send, 1 or more; {@link #ENDLESS} for no end
 * @param interval from one request to the next
 * @param dataBytes of each request, 0 to {@link #MAX_DATA_BYTES}
 * @param hopLimit how many hops each may take, 1 to 255; null for the system's number
 * @param lastWait how long to wait for answers after the last request; null for twice the longest
 *     round trip, at least an interval, or ten seconds where there was none
 */
public record PingPlan(
    InetAddress target,
    long count,
    Duration interval,
    int dataBytes,
    @Nullable Integer hopLimit,
    @Nullable Duration lastWait) {
  /** The count of a plan that goes on until it is stopped. */
  public static final long ENDLESS = Long.MAX_VALUE;

  /** The most data of a request over IPv4: a packet of 65,535 bytes less its two headers. */
  public static final int MAX_DATA_BYTES = 65_507;

  /** What ping(8) sends if nothing else is said. */
  public static final int DEFAULT_DATA_BYTES = 56;

  /** Checks the numbers. */
  public PingPlan {
    boolean good =
        count >= 1
            && interval.isPositive()
            && dataBytes >= 0
            && dataBytes <= MAX_DATA_BYTES
            && (hopLimit == null || (hopLimit >= 1 && hopLimit <= 255))
            && (lastWait == null || !lastWait.isNegative());
    if (!good) {
      throw new IllegalArgumentException(
          "count %d, interval %s, %d bytes, hop limit %s, wait %s"
              .formatted(count, interval, dataBytes, hopLimit, lastWait));
    }
  }
}
