package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Bytes of a line as a string with a char a byte, and what they say. */
final class Octets {
  private Octets() {}

  static String of(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** As UTF-8; as ISO 8859-1, which RFC 1436 has, where they are not that. */
  static String text(String octets) {
    String utf8 = utf8(octets);
    return utf8 == null ? octets : utf8;
  }

  /** Null where it is not well-formed. */
  static @Nullable String utf8(String octets) {
    try {
      byte[] bytes = octets.getBytes(ISO_8859_1);
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The other way round: the text's bytes in UTF-8. */
  static String ofText(String text) {
    return of(text.getBytes(UTF_8));
  }
}
