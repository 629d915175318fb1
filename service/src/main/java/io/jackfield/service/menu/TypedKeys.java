package io.jackfield.service.menu;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.service.text.Lines;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a caller types, as keys. A chunk is a key, less one line end behind it; several lines in one
 * chunk are a key each, an empty line too, up to {@value #LIMIT_KEYS}: the last of these has the
 * rest of the chunk, which is no key of any menu.
 *
 * <p>A chunk that ends within a character of UTF-8 waits for the rest of it, and the line it is in
 * too, as long as that has no more than {@value #LIMIT_HELD_BYTES} bytes. What is no UTF-8 becomes
 * U+FFFD. Of one thread; no input and output.
 */
final class TypedKeys {
  static final int LIMIT_KEYS = 64;
  static final int LIMIT_HELD_BYTES = 1_024;
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

  /** A line that ends within a character. */
  private byte[] held = {};

  /** The keys that are whole with this chunk. */
  List<String> of(ByteBuffer chunk) {
    ByteBuffer bytes = ByteBuffer.allocate(held.length + chunk.remaining());
    bytes.put(held).put(chunk.duplicate()).flip();
    int cut = bytes.limit() - unfinishedLine(bytes);
    held = new byte[bytes.limit() - cut];
    bytes.get(cut, held);
    return cut == 0 ? List.of() : keys(bytes.slice(0, cut));
  }

  /** What is left at the end of the call. */
  List<String> rest() {
    byte[] last = held;
    held = new byte[0];
    return last.length == 0 ? List.of() : keys(ByteBuffer.wrap(last));
  }

  /** How many bytes the last line has, if it is to wait; else 0. */
  private static int unfinishedLine(ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate();
    CharsetDecoder decoder = decoder();
    decoder.decode(in, CharBuffer.allocate(bytes.limit()), false);
    if (!in.hasRemaining()) {
      return 0;
    }
    int begin = bytes.limit();
    while (begin > 0 && bytes.get(begin - 1) != '\n' && bytes.get(begin - 1) != '\r') {
      begin--;
    }
    int length = bytes.limit() - begin;
    return length > LIMIT_HELD_BYTES ? 0 : length;
  }

  private static CharsetDecoder decoder() {
    return UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
  }

  private static List<String> keys(ByteBuffer bytes) {
    String text = UTF_8.decode(Lines.withoutEnd(bytes)).toString();
    return List.of(LINE_END.split(text, LIMIT_KEYS));
  }
}
