package io.jackfield.socket;

import io.jackfield.socket.linux.ZoneCalls;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The machine's time zone: that of the environment's {@code TZ}, else of {@code /etc/localtime}. As
 * {@link ZoneId#systemDefault()} has it, but by the C library (localtime(3)), which reads that one
 * zone, once, where the JDK reads all there are: a tenth of a command's start. After the first call
 * no descriptor is needed. Any thread.
 */
public final class MachineZone {
  private static final int MOST_SECONDS = ZoneOffset.MAX.getTotalSeconds();

  private MachineZone() {}

  /**
   * How far local time is ahead of UTC at {@code time}, which summer may change: 18 hours at most,
   * also where {@code TZ} says more.
   */
  public static ZoneOffset offsetAt(Instant time) {
    int seconds = ZoneCalls.offsetSeconds(time.getEpochSecond());
    return ZoneOffset.ofTotalSeconds(Math.clamp(seconds, -MOST_SECONDS, MOST_SECONDS));
  }
}
