package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * What a client asks: {@code SELECTOR [tab WORDS] CRLF}. Source: RFC 1436 sections 2 and 3.7.
 *
 * @param words what is to be searched for; empty for nothing
 */
public record GopherRequest(Selector selector, String words) {
  /** Throws {@link IllegalArgumentException} for words that would be more than their field. */
  public GopherRequest {
    requireWords(words);
  }

  static void requireWords(String words) {
    if (words.chars().anyMatch(c -> c == '\t' || c == '\r' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException("words to search for have no tab and no end of line");
    }
  }

  /** As it is sent. */
  public byte[] bytes() {
    var line = new ByteArrayOutputStream();
    line.writeBytes(selector.bytes());
    if (!words.isEmpty()) {
      line.write('\t');
      line.writeBytes(words.getBytes(UTF_8));
    }
    line.writeBytes("\r\n".getBytes(US_ASCII));
    return line.toByteArray();
  }
}
