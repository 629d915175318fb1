package io.jackfield.protocol.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 from bytes as they come, each with a limit of its own. For one thread. */
final class LineReader {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(64);

  /** Whether a line has begun. */
  boolean isMidway() {
    return line.size() > 0;
  }

  /**
   * Takes what belongs to the line.
   *
   * @param limitBytes how long it may be, without its end
   * @param what it is, for the sentence that refuses it
   * @return the line without LF or CRLF; null while there must be more
   * @throws FilesProtocolException if it is too long, or no UTF-8
   */
  @Nullable String read(ByteBuffer data, int limitBytes, String what)
      throws FilesProtocolException {
    while (data.hasRemaining()) {
      byte next = data.get();
      if (next == '\n') {
        return text(limitBytes, what);
      }
      if (line.size() > limitBytes) {
        throw tooLong(limitBytes, what);
      }
      line.write(next); // One more than the limit: it may be the CR of the line's end.
    }
    return null;
  }

  private String text(int limitBytes, String what) throws FilesProtocolException {
    byte[] bytes = line.toByteArray();
    line.reset();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    if (length > limitBytes) {
      throw tooLong(limitBytes, what);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      throw new FilesProtocolException(what + " is not UTF-8");
    }
  }

  private static FilesProtocolException tooLong(int limitBytes, String what) {
    return new FilesProtocolException(what + " is too long: at most " + limitBytes + " bytes");
  }
}
