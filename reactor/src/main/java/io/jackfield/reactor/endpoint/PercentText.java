package io.jackfield.reactor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/**
 * Bytes as text: UTF-8 as it stands, and {@code %41} for whatever cannot stand so. Source: RFC 3986
 * section 2.1, but spaces and letters of all languages stay readable.
 */
final class PercentText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentText() {}

  /** Where a text cannot be read, and why. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    final int index;

    Fault(int index, String why) {
      super(why, null, false, false);
      this.index = index;
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  static byte[] decode(String text) throws Fault {
    var bytes = new ByteArrayOutputStream(text.length());
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      if (point == '%') {
        if (at + 2 >= text.length()
            || !HexFormat.isHexDigit(text.charAt(at + 1))
            || !HexFormat.isHexDigit(text.charAt(at + 2))) {
          throw new Fault(
              at, "two hexadecimal digits follow a %, as in %2F; a % itself is written %25");
        }
        bytes.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
        at += 3;
      } else if (isHalf(point)) {
        throw new Fault(at, "this is half a character, a surrogate without its other one");
      } else {
        bytes.writeBytes(Character.toString(point).getBytes(UTF_8));
        at += Character.charCount(point);
      }
    }
    return bytes.toByteArray();
  }

  /** As {@link #decode}, where the bytes must be text without a NUL. */
  static String decodeText(String text) throws Fault {
    byte[] bytes = decode(text);
    String decoded;
    try {
      decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Fault(Math.max(0, text.indexOf('%')), "these bytes are not UTF-8");
    }
    if (decoded.indexOf(0) >= 0) {
      int raw = text.indexOf(0);
      throw new Fault(raw >= 0 ? raw : text.indexOf("%00"), "a NUL cannot stand here");
    }
    return decoded;
  }

  /**
   * What {@link #decode} turns into {@code bytes}; of {@code reserved} no character stands bare.
   */
  static String encode(byte[] bytes, String reserved) {
    var text = new StringBuilder();
    for (int at = 0; at < bytes.length; ) {
      int length = sequenceLength(bytes, at);
      String one = length == 0 ? "" : new String(bytes, at, length, UTF_8);
      if (length > 0
          && isPlain(one.codePointAt(0))
          && !reserved.contains(one)
          && !"%".equals(one)) {
        text.append(one);
      } else {
        length = Math.max(1, length);
        for (int i = at; i < at + length; i++) {
          text.append('%').append(HEX.toHexDigits(bytes[i]));
        }
      }
      at += length;
    }
    return text.toString();
  }

  static String encode(String text, String reserved) {
    return encode(text.getBytes(UTF_8), reserved);
  }

  /** Throws {@link IllegalArgumentException} for what no text and so no endpoint can hold. */
  static String requireText(String text) {
    if (text.indexOf(0) >= 0 || text.codePoints().anyMatch(PercentText::isHalf)) {
      throw new IllegalArgumentException("a NUL, or half a character, in '" + text + "'");
    }
    return text;
  }

  /** Whether people see it where it is printed. */
  static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static boolean isHalf(int point) {
    return Character.getType(point) == Character.SURROGATE;
  }

  /** The bytes of the character that begins there; 0 where none does. */
  private static int sequenceLength(byte[] bytes, int at) {
    for (int length = 1; length <= 4 && at + length <= bytes.length; length++) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
        return length;
      } catch (CharacterCodingException e) {
        // Not yet whole, or no character: one more byte tells.
      }
    }
    return 0;
  }
}
