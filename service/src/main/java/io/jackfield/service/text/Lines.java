package io.jackfield.service.text;

import io.jackfield.server.LineTooLongException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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

  /** Tells the client that its line is too long, before the conversation ends. */
  public static void refuse(OutputStream out, LineTooLongException tooLong) throws IOException {
    String refusal = "error: a line has at most " + tooLong.limitBytes() + " bytes\n";
    out.write(refusal.getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes what {@code bytes} has left. */
  public static void write(OutputStream out, ByteBuffer bytes) throws IOException {
    out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }
}
