package io.jackfield.cli.progress;

/**
 * How fast bytes come at present: over the last five seconds, so that a line does not flicker and a
 * standstill shows. Keeps eleven points however long it goes on. Used by one thread at a time.
 */
final class Speed {
  private static final int POINTS = 11;
  private static final long APART_NANOS = 500_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] nanos = new long[POINTS];
  private final long[] bytes = new long[POINTS];

  /** How many points there were; the last {@link #POINTS} of them are kept. */
  private int count;

  Speed(long nowNanos, long bytesNow) {
    add(nowNanos, bytesNow);
  }

  /** Takes note of how many bytes there are now. */
  void at(long nowNanos, long bytesNow) {
    if (nowNanos - nanos[(count - 1) % POINTS] >= APART_NANOS) {
      add(nowNanos, bytesNow);
    }
  }

  private void add(long nowNanos, long bytesNow) {
    nanos[count % POINTS] = nowNanos;
    bytes[count % POINTS] = bytesNow;
    count++;
  }

  long perSecond(long nowNanos, long bytesNow) {
    int oldest = count <= POINTS ? 0 : count % POINTS;
    return average(bytesNow - bytes[oldest], nowNanos - nanos[oldest]);
  }

  /** So many bytes in so long; 0 where no time has passed. */
  static long average(long bytes, long nanos) {
    return nanos <= 0 || bytes <= 0 ? 0 : (long) (bytes * NANOS_PER_SECOND / nanos);
  }
}
