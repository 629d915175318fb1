package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyDecoderTest {
  private static final String REFUSAL = "3no such file\t\terror.host\t1\r\n.\r\n";

  private record Read(@Nullable ItemKind kind, String content) {}

  private static Read read(@Nullable ItemKind kind, byte[] wire, int chunk) throws GopherException {
    var decoder = new ReplyDecoder(kind);
    var content = new ByteArrayOutputStream();
    for (int at = 0; at < wire.length; at += chunk) {
      add(content, decoder.feed(ByteBuffer.wrap(wire, at, Math.min(chunk, wire.length - at))));
    }
    add(content, decoder.end());
    return new Read(decoder.kind(), content.toString(ISO_8859_1));
  }

  private static void add(ByteArrayOutputStream all, ByteBuffer part) {
    var bytes = new byte[part.remaining()];
    part.get(bytes);
    all.writeBytes(bytes);
  }

  private static Read read(@Nullable ItemKind kind, String wire) throws GopherException {
    return read(kind, wire.getBytes(ISO_8859_1), 10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT, a<CR><LF>..b<CR><LF>.<CR><LF>, a<LF>.b<LF>",
    "BINARY, a<CR><LF>..b<CR><LF>.<CR><LF>, a<CR><LF>..b<CR><LF>.<CR><LF>",
    "MENU, ix<CR><LF>.<CR><LF>, ix<CR><LF>.<CR><LF>",
    "TEXT, 3 little pigs<CR><LF>, 3 little pigs<LF>",
    "TEXT, 3, 3",
    "BINARY, '', ''"
  })
  void whatWasAskedForIsWhatItIs(ItemKind kind, String wire, String content) throws Exception {
    String said = wire.replace("<CR>", "\r").replace("<LF>", "\n");
    for (int chunk = 1; chunk < 12; chunk++) {
      assertThat(read(kind, said.getBytes(ISO_8859_1), chunk))
          .isEqualTo(new Read(kind, content.replace("<CR>", "\r").replace("<LF>", "\n")));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MENU", "TEXT", "SEARCH", "BINARY"})
  void aRefusalIsNone(ItemKind kind) {
    for (int chunk : new int[] {1, 2, 7, 100}) {
      assertThatThrownBy(() -> read(kind, REFUSAL.getBytes(UTF_8), chunk))
          .isInstanceOf(GopherException.class)
          .hasMessage("the server says: no such file");
    }
    assertThatThrownBy(() -> read(null, REFUSAL)).isInstanceOf(GopherException.class);
  }

  @Test
  void whatOnlyBeginsAsARefusalIsContent() throws Exception {
    String table = "3\ta\tb\t5\n4\tc\td\n";
    assertThat(read(ItemKind.BINARY, table)).isEqualTo(new Read(ItemKind.BINARY, table));
    String menu = REFUSAL.replace(".\r\n", "") + "x".repeat(1_024);
    assertThat(read(ItemKind.MENU, menu)).isEqualTo(new Read(ItemKind.MENU, menu));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MENU", "TEXT"})
  void nothingIsNoAnswer(ItemKind kind) {
    assertThatThrownBy(() -> read(kind, ""))
        .isInstanceOf(GopherException.class)
        .hasMessageContaining("without an answer");
    assertThatThrownBy(() -> read(null, "")).isInstanceOf(GopherException.class);
  }

  @Test
  void whatWasNotSaidIsToldFromWhatComes() throws Exception {
    assertThat(read(null, "iHello\t\tx\t1\r\n.\r\n").kind()).isEqualTo(ItemKind.MENU);
    assertThat(read(null, "1Dir\t/d\thost\t70\t+\r\n").kind()).isEqualTo(ItemKind.MENU);
    assertThat(read(null, "Hello\r\n.\r\n")).isEqualTo(new Read(ItemKind.TEXT, "Hello\n"));
    assertThat(read(null, "a\tb\tc\td\r\n").kind()).isEqualTo(ItemKind.TEXT);
    assertThat(read(null, "\u0089PNG\r\n\u001a\n\0"))
        .isEqualTo(new Read(ItemKind.BINARY, "\u0089PNG\r\n\u001a\n\0"));
  }

  @Test
  void aTextsDotIsItsEnd() {
    var decoder = new ReplyDecoder(ItemKind.TEXT);
    decoder.feed(ByteBuffer.wrap("a\r\n.\r\n".getBytes(UTF_8)));
    assertThat(decoder.isEnded()).isTrue();
  }

  @Test
  void itDoesNotDependOnHowBytesAtRandomArrive() {
    var random = new Random(1436);
    for (int n = 0; n < 5_000; n++) {
      var wire = new byte[random.nextInt(n % 10 == 0 ? 3_000 : 50)];
      for (int at = 0; at < wire.length; at++) {
        wire[at] = (byte) "3\t\t\t1\r\n.xi\0ö".charAt(random.nextInt(12));
      }
      ItemKind kind = n % 3 == 0 ? null : n % 3 == 1 ? ItemKind.TEXT : ItemKind.BINARY;
      assertThat(outcome(kind, wire, 1 + random.nextInt(40))).isEqualTo(outcome(kind, wire, 5_000));
    }
  }

  private static String outcome(@Nullable ItemKind kind, byte[] wire, int chunk) {
    try {
      return read(kind, wire, chunk).toString();
    } catch (GopherException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
