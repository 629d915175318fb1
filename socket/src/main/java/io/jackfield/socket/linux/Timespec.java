package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** {@code struct timespec}: seconds and nanoseconds, 64 bits each. */
final class Timespec {
  static final int BYTES = 16;

  private static final long NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private Timespec() {}

  /**
   * Writes a wait's length.
   *
   * @return its address as the kernel wants it: 0 for {@link Descriptor#FOR_EVER}
   */
  static long write(long nanos, MemorySegment memory, long at) {
    if (nanos == Descriptor.FOR_EVER) {
      return 0;
    }
    memory.set(JAVA_LONG, at, nanos / NANOS_A_SECOND);
    memory.set(JAVA_LONG, at + Long.BYTES, nanos % NANOS_A_SECOND);
    return memory.address() + at;
  }
}
