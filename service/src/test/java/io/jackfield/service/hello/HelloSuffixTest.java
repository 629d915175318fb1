package io.jackfield.service.hello;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HelloSuffixTest {
  @ParameterizedTest
  @CsvSource({"1, DONE", "16383, DONE", "16384, CUT_OFF"})
  void whoSendsAFullChunkMayBeInTheMidstOfMore(int bytes, Exchange.Next next) throws IOException {
    var answer = new StringBuilder();
    ByteBuffer chunk = ByteBuffer.wrap("x".repeat(bytes).getBytes(US_ASCII));
    assertThat(new HelloSuffix().received(chunk, part -> answer.append(US_ASCII.decode(part))))
        .isEqualTo(next);
    assertThat(answer).hasToString("x".repeat(bytes) + "Hello");
  }
}
