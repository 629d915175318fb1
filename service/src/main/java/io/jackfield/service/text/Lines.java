package io.jackfield.service.text;

import java.nio.ByteBuffer;

/** What the services have in common about lines and their ends. */
public final class Lines {
  /** The longest line a service takes, its end included. */
  public static final int LIMIT_BYTES = 16_384;

  private Lines() {}

  /** A view of {@code bytes} less one CR, LF or CRLF at its end. */
  public static ByteBuffer withoutEnd(ByteBuffer bytes) {
    ByteBuffer view = bytes.slice();
    int length = view.limit();
    if (length > 0 && view.get(length - 1) == '\n') {
      length--;
      if (length > 0 && view.get(length - 1) == '\r') {
        length--;
      }
    } else if (length > 0 && view.get(length - 1) == '\r') {
      length--;
    }
    return view.limit(length);
  }
}
