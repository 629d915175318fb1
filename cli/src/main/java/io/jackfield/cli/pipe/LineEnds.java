package io.jackfield.cli.pipe;

import java.nio.ByteBuffer;

/**
 * Ends lines with CRLF: each LF that has no CR before it gets one, wherever the bytes are split.
 * Source: ncat(1), {@code --crlf}. For one thread.
 */
final class LineEnds {
  private boolean afterReturn;

  /** Returns {@code data} so ended; the same buffer where nothing is to be added. */
  ByteBuffer ended(ByteBuffer data) {
    int bare = countBare(data);
    if (bare == 0) {
      remember(data);
      return data;
    }
    ByteBuffer out = ByteBuffer.allocate(data.remaining() + bare);
    boolean isAfterReturn = afterReturn;
    while (data.hasRemaining()) {
      byte next = data.get();
      if (next == '\n' && !isAfterReturn) {
        out.put((byte) '\r');
      }
      out.put(next);
      isAfterReturn = next == '\r';
    }
    afterReturn = isAfterReturn;
    return out.flip();
  }

  private int countBare(ByteBuffer data) {
    int bare = 0;
    boolean isAfterReturn = afterReturn;
    for (int at = data.position(); at < data.limit(); at++) {
      byte next = data.get(at);
      if (next == '\n' && !isAfterReturn) {
        bare++;
      }
      isAfterReturn = next == '\r';
    }
    return bare;
  }

  private void remember(ByteBuffer data) {
    if (data.hasRemaining()) {
      afterReturn = data.get(data.limit() - 1) == '\r';
    }
  }
}
