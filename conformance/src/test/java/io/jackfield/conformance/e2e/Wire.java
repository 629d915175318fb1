package io.jackfield.conformance.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Bytes as they go on the wire, shown as strings with a char a byte (ISO 8859-1), so that they are
 * compared exactly and still can be read in a failure.
 */
public final class Wire {
  private Wire() {}

  /** The wire's view of a text: its UTF-8 bytes. */
  public static String of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** The wire's view of some bytes. */
  static String of(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** A text's bytes in UTF-8. */
  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** What a wire string was read as. */
  static String text(String wire) {
    return new String(wire.getBytes(ISO_8859_1), UTF_8);
  }
}
