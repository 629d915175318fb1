package io.jackfield.cli.pipe;

import java.nio.ByteBuffer;

/**
 * Bytes as lines for people: the offset within the piece, sixteen bytes in hexadecimal, the same as
 * text with a dot for what is not to be seen. To the byte what {@code ncat --hex-dump} writes.
 */
final class HexDump {
  private static final int WIDTH = 16;
  private static final int HALF = WIDTH / 2;

  /** Four digits, more where a piece needs them, and three spaces. */
  private static final int OFFSET_DIGITS = 4;

  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private HexDump() {}

  /** The lines of one piece; its position stays. */
  static ByteBuffer of(ByteBuffer data) {
    int rows = (data.remaining() + WIDTH - 1) / WIDTH;
    int most = 2 * OFFSET_DIGITS + 3 + 3 * WIDTH + 2 + WIDTH + 1;
    ByteBuffer out = ByteBuffer.allocate(rows * most);
    for (int row = 0; row < rows; row++) {
      putRow(out, data, row * WIDTH);
    }
    return out.flip();
  }

  private static void putRow(ByteBuffer out, ByteBuffer data, int offset) {
    int count = Math.min(WIDTH, data.remaining() - offset);
    int from = data.position() + offset;
    putOffset(out, offset);
    for (int i = 0; i < WIDTH; i++) {
      out.put((byte) ' ');
      if (i == HALF) {
        out.put((byte) ' ');
      }
      if (i < count) {
        int value = data.get(from + i) & 0xff;
        out.put(DIGITS[value >> 4]).put(DIGITS[value & 0xf]);
      } else {
        out.put((byte) ' ').put((byte) ' ');
      }
    }
    out.put((byte) ' ').put((byte) ' ');
    for (int i = 0; i < WIDTH; i++) {
      byte value = i < count ? data.get(from + i) : (byte) ' ';
      out.put(i >= count || isGraph(value) ? value : (byte) '.');
    }
    out.put((byte) '\n');
  }

  private static void putOffset(ByteBuffer out, int offset) {
    int digits = OFFSET_DIGITS;
    while (offset >>> (4 * digits) != 0) {
      digits++;
    }
    for (int digit = digits - 1; digit >= 0; digit--) {
      out.put(DIGITS[(offset >>> (4 * digit)) & 0xf]);
    }
    out.put((byte) ' ').put((byte) ' ');
  }

  /** As isgraph(3) has it in the C locale. */
  private static boolean isGraph(byte value) {
    return value > ' ' && value < 0x7f;
  }
}
