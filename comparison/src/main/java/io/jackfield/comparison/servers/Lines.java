package io.jackfield.comparison.servers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the ends of lines. */
public final class Lines {
  private static final long EVERY_BYTE = 0x0101010101010101L;
  private static final long TOP_BITS = 0x8080808080808080L;

  private Lines() {}

  /**
   * Where the first line feed is in {@code data} from {@code from} up to {@code to}; -1 if there is
   * none. Eight bytes at a time: a byte that is 0 after the exclusive or is the only one whose top
   * bit the subtraction sets first (Warren, Hacker's Delight, 6-1).
   */
  public static int end(ByteBuffer data, int from, int to) {
    data.order(ByteOrder.LITTLE_ENDIAN);
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long bytes = data.getLong(at) ^ ('\n' * EVERY_BYTE);
      long found = (bytes - EVERY_BYTE) & ~bytes & TOP_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; at < to; at++) {
      if (data.get(at) == '\n') {
        return at;
      }
    }
    return -1;
  }
}
