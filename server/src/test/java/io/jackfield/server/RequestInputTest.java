package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestInputTest {
  private static final int LINE_BYTES = 10;

  /** Delivers {@code wire} in pieces of {@code size} bytes. */
  private static RequestInput input(String wire, int size) {
    byte[] bytes = wire.getBytes(UTF_8);
    return new RequestInput(
        new RequestInput.Source() {
          private int at;

          @Override
          public @Nullable ByteBuffer receive(boolean midway) {
            if (at == bytes.length) {
              return null;
            }
            ByteBuffer received = ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at));
            at = received.limit();
            return received;
          }

          @Override
          public int available() {
            return bytes.length - at;
          }
        },
        LINE_BYTES);
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 7, 4_096})
  void linesDoNotDependOnHowTheBytesArrive(int size) throws IOException {
    RequestInput in = input("one\ntwo\r\n\n\rfour", size);
    List<String> lines = new ArrayList<>();
    for (byte[] line; (line = in.readLine(100)) != null; ) {
      lines.add(new String(line, UTF_8));
    }
    assertThat(lines).containsExactly("one\n", "two\r\n", "\n", "\rfour");
    assertThat(in.cutOff()).isFalse();
  }

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 3, 4_096})
  void aLineMayHaveTheLimitAndNotOneByteMore(int size) throws IOException {
    assertThat(input("123456789\n", size).readLine(10)).hasSize(10);
    assertThat(input("1234567890", size).readLine(10)).hasSize(10);
    RequestInput tooLong = input("1234567890\n", size);
    assertThatThrownBy(() -> tooLong.readLine(10))
        .isInstanceOf(LineTooLongException.class)
        .hasMessage("a line is longer than 10 bytes");
    assertThat(tooLong.cutOff()).isTrue();
  }

  @Test
  void aChunkIsWhatOneReceiveDelivered() throws IOException {
    RequestInput in = input("abcdefg", 3);
    assertThat(text(in.readChunk())).isEqualTo("abc");
    assertThat(in.read()).isEqualTo('d');
    assertThat(text(in.readChunk())).isEqualTo("ef");
    assertThat(text(in.readChunk())).isEqualTo("g");
    assertThat(in.readChunk()).isNull();
    assertThat(in.readChunk()).isNull();
  }

  @Test
  void itIsAnInputStreamLikeAnyOther() throws IOException {
    RequestInput in = input("abcdefg", 4);
    assertThat(in.read(new byte[10], 0, 0)).isZero();
    assertThat(in.available()).isEqualTo(7);
    assertThat(in.read(new byte[10], 2, 8)).isEqualTo(4);
    assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("efg");
    assertThat(in.read()).isEqualTo(-1);
  }

  private static String text(@Nullable ByteBuffer chunk) {
    return chunk == null ? "" : UTF_8.decode(chunk).toString();
  }
}
