package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts on their way there and back. */
final class TextCodecTest {
  private static void add(ByteArrayOutputStream all, ByteBuffer part) {
    var bytes = new byte[part.remaining()];
    part.get(bytes);
    all.writeBytes(bytes);
  }

  private static String encoded(byte[] text, int chunk) {
    var wire = new ByteArrayOutputStream();
    var encoder = new TextEncoder();
    for (int at = 0; at < text.length; at += chunk) {
      add(wire, encoder.encode(ByteBuffer.wrap(text, at, Math.min(chunk, text.length - at))));
    }
    add(wire, encoder.end());
    return wire.toString(UTF_8);
  }

  private static String decoded(byte[] wire, int chunk) {
    var text = new ByteArrayOutputStream();
    var decoder = new TextDecoder();
    for (int at = 0; at < wire.length; at += chunk) {
      add(text, decoder.decode(ByteBuffer.wrap(wire, at, Math.min(chunk, wire.length - at))));
    }
    add(text, decoder.end());
    return text.toString(UTF_8);
  }

  private static String said(String text) {
    return text.replace("<CR>", "\r").replace("<LF>", "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'', .<CR><LF>",
    "a, a<CR><LF>.<CR><LF>",
    "a<LF>, a<CR><LF>.<CR><LF>",
    "a<CR><LF>b<LF>, a<CR><LF>b<CR><LF>.<CR><LF>",
    "<LF><LF>, <CR><LF><CR><LF>.<CR><LF>",
    ".a<LF>, ..a<CR><LF>.<CR><LF>",
    ".<LF>, ..<CR><LF>.<CR><LF>",
    "., ..<CR><LF>.<CR><LF>",
    "..<LF>a.b<LF>, ...<CR><LF>a.b<CR><LF>.<CR><LF>",
    "a<CR>b, a<CR>b<CR><LF>.<CR><LF>",
    "a<CR>, a<CR><LF>.<CR><LF>",
    "größe<LF>, größe<CR><LF>.<CR><LF>"
  })
  void aTextIsSentSo(String text, String wire) {
    for (int chunk = 1; chunk < 8; chunk++) {
      assertThat(encoded(said(text).getBytes(UTF_8), chunk)).isEqualTo(said(wire));
    }
  }

  @ParameterizedTest
  @CsvSource({
    ".<CR><LF>, ''",
    "a<CR><LF>.<CR><LF>, a<LF>",
    "a<LF>.<LF>, a<LF>",
    "..a<CR><LF>.<CR><LF>, .a<LF>",
    "..<CR><LF>.<CR><LF>, .<LF>",
    // Servers that leave something out.
    ".a<CR><LF>, .a<LF>",
    "a<CR><LF>b, a<LF>b",
    "a<CR><LF>., a<LF>",
    "a<CR><LF>.<CR>, a<LF>",
    "a<CR>, a<CR>",
    "a<CR>b<CR><LF>, a<CR>b<LF>",
    "a<CR><CR><LF>, a<CR><LF>",
    ".<CR>b<CR><LF>, .<CR>b<LF>",
    "'', ''",
    // What comes behind the end is nobody's.
    "a<CR><LF>.<CR><LF>b<CR><LF>, a<LF>"
  })
  void aTextIsReadSo(String wire, String text) {
    for (int chunk = 1; chunk < 8; chunk++) {
      assertThat(decoded(said(wire).getBytes(UTF_8), chunk)).isEqualTo(said(text));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void anyTextComesBack(int chunk) {
    var random = new Random(chunk);
    for (int n = 0; n < 5_000; n++) {
      var text = new StringBuilder();
      for (int at = random.nextInt(30); at > 0; at--) {
        text.append("..\n\nab€".charAt(random.nextInt(7)));
      }
      text.append('\n');
      byte[] wire = encoded(text.toString().getBytes(UTF_8), chunk).getBytes(UTF_8);
      assertThat(decoded(wire, 1 + random.nextInt(9))).isEqualTo(text.toString());
    }
  }

  @Test
  void theEndIsKnownWithItsDot() {
    var decoder = new TextDecoder();
    decoder.decode(ByteBuffer.wrap("a\r\n.\r".getBytes(UTF_8)));
    assertThat(decoder.isEnded()).isFalse();
    decoder.decode(ByteBuffer.wrap("\n".getBytes(UTF_8)));
    assertThat(decoder.isEnded()).isTrue();
  }
}
