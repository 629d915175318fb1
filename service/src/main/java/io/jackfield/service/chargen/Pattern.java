package io.jackfield.service.chargen;

import java.nio.ByteBuffer;

/**
 * The lines that RFC 864 proposes: 72 of the 95 printable characters of ASCII and CRLF, each line
 * beginning one character further round; after 95 of them the first comes again.
 */
final class Pattern {
  static final int LINE_CHARACTERS = 72;
  private static final char FIRST = ' ';
  private static final int CHARACTERS = '~' - FIRST + 1;
  private static final byte[] LINES = lines();

  private Pattern() {}

  private static byte[] lines() {
    ByteBuffer all = ByteBuffer.allocate(CHARACTERS * (LINE_CHARACTERS + 2));
    for (int line = 0; line < CHARACTERS; line++) {
      for (int column = 0; column < LINE_CHARACTERS; column++) {
        all.put((byte) (FIRST + (line + column) % CHARACTERS));
      }
      all.put((byte) '\r').put((byte) '\n');
    }
    return all.array();
  }

  /** How long it is until it comes again, in bytes. */
  static int length() {
    return LINES.length;
  }

  /** A part of it, at most as far as its end. */
  static ByteBuffer part(int from, int count) {
    return ByteBuffer.wrap(LINES, from, count).asReadOnlyBuffer();
  }
}
