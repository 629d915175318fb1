package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * The kernel's {@code struct msghdr} (64-bit: x86-64 and aarch64 alike) with one {@code struct
 * iovec}. Source: {@code linux/socket.h}, {@code user_msghdr}.
 */
final class Msghdr {
  static final int BYTES = 56;
  static final int IOVEC_BYTES = 16;

  private static final int NAME_AT = 0;
  private static final int NAME_LENGTH_AT = 8;
  private static final int IOV_AT = 16;
  private static final int IOV_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int FLAGS_AT = 48;

  private Msghdr() {}

  static void set(
      MemorySegment header,
      MemorySegment iovec,
      MemorySegment address,
      int addressLength,
      MemorySegment data,
      MemorySegment control,
      int controlLength) {
    header.set(JAVA_LONG, NAME_AT, addressLength == 0 ? 0 : address.address());
    header.set(JAVA_LONG, NAME_LENGTH_AT, addressLength); // The upper half is padding.
    header.set(JAVA_LONG, IOV_AT, iovec.address());
    header.set(JAVA_LONG, IOV_COUNT_AT, 1);
    header.set(JAVA_LONG, CONTROL_AT, controlLength == 0 ? 0 : control.address());
    header.set(JAVA_LONG, CONTROL_LENGTH_AT, controlLength);
    header.set(JAVA_LONG, FLAGS_AT, 0);
    iovec.set(JAVA_LONG, 0, data.address());
    iovec.set(JAVA_LONG, Long.BYTES, data.byteSize());
  }

  /** Of the first {@code count} of the {@code pieces} that are filled in, with nothing beside. */
  static void setPieces(MemorySegment header, MemorySegment pieces, int count) {
    header.fill((byte) 0);
    header.set(JAVA_LONG, IOV_AT, pieces.address());
    header.set(JAVA_LONG, IOV_COUNT_AT, count);
  }

  static int addressLength(MemorySegment header) {
    return header.get(JAVA_INT, NAME_LENGTH_AT);
  }

  static int controlLength(MemorySegment header) {
    return (int) header.get(JAVA_LONG, CONTROL_LENGTH_AT);
  }

  static int flags(MemorySegment header) {
    return header.get(JAVA_INT, FLAGS_AT);
  }
}
