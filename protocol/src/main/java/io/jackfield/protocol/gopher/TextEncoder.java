package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Makes of a text's bytes, in pieces of any size, what is sent: lines end in CRLF, a dot at the
 * beginning of a line is doubled, and a line that is a dot ends it. Source: RFC 1436 section 3.8,
 * TextBlock. For one thread at a time.
 */
public final class TextEncoder {
  private boolean atLineStart = true;
  private boolean afterReturn;

  /** For one text. */
  public TextEncoder() {}

  /** Takes all of {@code text}; what it becomes is at most twice as long. */
  public ByteBuffer encode(ByteBuffer text) {
    ByteBuffer wire = ByteBuffer.allocate(2 * text.remaining());
    while (text.hasRemaining()) {
      byte next = text.get();
      if (next == '\n' && !afterReturn) {
        wire.put((byte) '\r');
      } else if (next == '.' && atLineStart) {
        wire.put((byte) '.');
      }
      wire.put(next);
      atLineStart = next == '\n';
      afterReturn = next == '\r';
    }
    return wire.flip();
  }

  /** The end: of the last line where it has none, and of the text. */
  public ByteBuffer end() {
    String lineEnd = atLineStart ? "" : afterReturn ? "\n" : "\r\n";
    return ByteBuffer.wrap((lineEnd + ".\r\n").getBytes(US_ASCII));
  }
}
