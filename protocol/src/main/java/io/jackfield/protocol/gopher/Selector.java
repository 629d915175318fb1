package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * What a server is asked for: bytes whose meaning is its own affair, so that a client sends them
 * back as they came. Source: RFC 1436 section 2.
 *
 * @param octets a char a byte; no TAB, CR, LF or NUL; empty for the server's first menu
 */
public record Selector(String octets) {
  /** The server's first menu. */
  public static final Selector ROOT = new Selector("");

  /** Throws {@link IllegalArgumentException} for what cannot be in a request. */
  public Selector {
    if (octets.chars().anyMatch(c -> c > 0xff || c == '\t' || c == '\r' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException(
          "a selector has no tab, no end of line and no NUL: '" + octets.strip() + "'");
    }
  }

  /** The selector that is written so in UTF-8. */
  public static Selector of(String text) {
    return new Selector(Octets.ofText(text));
  }

  /** To be read: as UTF-8, or, where it is none, as ISO 8859-1. */
  public String text() {
    return Octets.text(octets);
  }

  /** Its bytes as UTF-8; null where they are not well-formed. */
  public @Nullable String utf8() {
    return Octets.utf8(octets);
  }

  /** As it is sent. */
  public byte[] bytes() {
    return octets.getBytes(ISO_8859_1);
  }

  /** What is behind the last slash that has something behind it; empty if there is nothing. */
  public String lastPart() {
    String path = text().replaceFirst("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
