package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The machine's time zone, as the C library knows it. */
public final class ZoneCalls {
  // struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
  //             long tm_gmtoff; const char *tm_zone; }, of glibc and musl
  private static final int TM_BYTES = 56;
  private static final int OFFSET_AT = 40;

  private ZoneCalls() {}

  /**
   * How many seconds local time is ahead of UTC at that time: {@code localtime_r(3)}; 0 for times
   * that it cannot tell, of years beyond 2,147,485,547.
   */
  public static int offsetSeconds(long epochSecond) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocateFrom(JAVA_LONG, epochSecond);
      MemorySegment local = arena.allocate(TM_BYTES, Long.BYTES);
      MemorySegment callState = arena.allocate(Syscall.CALL_STATE);
      long _ = Syscall.library(callState, "localtime_r", time.address(), local.address(), 0, 0);
      return (int) local.get(JAVA_LONG, OFFSET_AT);
    }
  }
}
