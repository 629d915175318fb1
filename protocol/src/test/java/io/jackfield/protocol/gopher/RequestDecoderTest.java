package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestDecoderTest {
  private static @Nullable GopherRequest fed(byte[] wire, int chunk) throws GopherException {
    var decoder = new RequestDecoder();
    GopherRequest request = null;
    for (int at = 0; at < wire.length && request == null; at += chunk) {
      request = decoder.feed(ByteBuffer.wrap(wire, at, Math.min(chunk, wire.length - at)));
    }
    return request;
  }

  private static @Nullable GopherRequest fed(String wire) throws GopherException {
    return fed(wire.getBytes(UTF_8), Integer.MAX_VALUE / 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                    | ''       | ''",
        "/welcome.txt          | /welcome.txt | ''",
        "/a b                  | /a b     | ''",
        "/größe                | /größe   | ''",
        "/find<TAB>two words   | /find    | two words",
        "<TAB>words            | ''       | words",
        "/x<TAB>               | /x       | ''",
        "/x<TAB>+              | /x       | ''",
        "/x<TAB>!              | /x       | ''",
        "/x<TAB>$              | /x       | ''",
        "/x<TAB>+1             | /x       | +1",
        "/x<TAB>w<TAB>+        | /x       | w",
        "/x<TAB>w<TAB>+<TAB>1  | /x       | w"
      })
  void aLineIsARequest(String line, String selector, String words) throws Exception {
    for (String end : new String[] {"\r\n", "\n"}) {
      GopherRequest request = fed(line.replace("<TAB>", "\t") + end);
      assertThat(request).isEqualTo(new GopherRequest(Selector.of(selector), words));
    }
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void itDoesNotDependOnHowTheBytesArrive(int chunk) throws Exception {
    byte[] wire = "/größe\tein Wort\r\nrest".getBytes(UTF_8);
    assertThat(fed(wire, chunk)).isEqualTo(new GopherRequest(Selector.of("/größe"), "ein Wort"));
  }

  @Test
  void whatFollowsTheLineIsLeft() throws Exception {
    var data = ByteBuffer.wrap("/a\r\nmore".getBytes(UTF_8));
    assertThat(new RequestDecoder().feed(data)).isNotNull();
    assertThat(data.remaining()).isEqualTo(4);
  }

  @Test
  void whatHasNoEndIsARequestWhenTheClientEnds() throws Exception {
    var decoder = new RequestDecoder();
    assertThat(decoder.isMidway()).isFalse();
    assertThat(decoder.feed(ByteBuffer.wrap("/a".getBytes(UTF_8)))).isNull();
    assertThat(decoder.isMidway()).isTrue();
    assertThat(decoder.end()).isEqualTo(new GopherRequest(Selector.of("/a"), ""));
  }

  @Test
  void theSelectorIsTheBytesThatCame() throws Exception {
    byte[] wire = {'/', (byte) 0xff, (byte) 0xe4, '\r', '\n'};
    GopherRequest request = requireNonNull(fed(wire, 100));
    assertThat(request.selector().bytes()).isEqualTo(new byte[] {'/', (byte) 0xff, (byte) 0xe4});
    assertThat(request.selector().utf8()).isNull();
    assertThat(request.selector().text()).isEqualTo("/ÿä");
  }

  @Test
  void itHas1024BytesAtMost() throws Exception {
    assertThat(fed("x".repeat(1022) + "\r\n")).isNotNull();
    assertThat(fed("x".repeat(1023) + "\n")).isNotNull();
    assertThatThrownBy(() -> fed("x".repeat(1024) + "\n"))
        .isInstanceOf(GopherException.class)
        .hasMessage("a request has at most 1024 bytes");
    assertThatThrownBy(() -> fed("x".repeat(1024))).isInstanceOf(GopherException.class);
    assertThat(fed("x".repeat(1023))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\0b\n", "/a\rb\n", "/a\r\r\n", "/a\tb\0\n", "/a\tb\rc\r\n"})
  void whatCannotBeOneIsRefused(String wire) {
    assertThatThrownBy(() -> fed(wire)).isInstanceOf(GopherException.class);
  }

  @Test
  void whatIsAskedIsWhatIsRead() throws Exception {
    var asked = new GopherRequest(Selector.of("/größe/1"), "ein Wort");
    assertThat(fed(asked.bytes(), 1)).isEqualTo(asked);
  }

  @Test
  void bytesAtRandomAreARequestOrRefused() {
    var random = new Random(1436);
    for (int n = 0; n < 20_000; n++) {
      var wire = new byte[random.nextInt(40)];
      for (int at = 0; at < wire.length; at++) {
        wire[at] = (byte) "\t\r\n\0.+ä€i7/".charAt(random.nextInt(11));
      }
      int chunk = 1 + random.nextInt(5);
      try {
        GopherRequest request = fed(wire, chunk);
        boolean hasEnd = new String(wire, ISO_8859_1).indexOf('\n') >= 0;
        assertThat(request != null).isEqualTo(hasEnd);
      } catch (GopherException e) {
        assertThat(e).hasMessage("a request is one line of text");
      }
    }
  }
}
