package io.jackfield.comparison.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.testkit.StringTransport;
import java.nio.BufferOverflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineServerTest {
  private final StringTransport transport =
      new StringTransport(new LineServer(LineServer.answers()));

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 7, 64, 300, 4096})
  void everyLineComesBackHoweverItArrives(int chunk) {
    String lines = "\nshort\n\n" + "x".repeat(1_000) + "\n" + "64 bytes with the end\n".repeat(50);
    transport.receive((lines + "begun").getBytes(UTF_8), chunk);
    assertThat(transport.text()).isEqualTo(lines);
    transport.receive(" and ended\n");
    assertThat(transport.text()).isEqualTo(lines + "begun and ended\n");
  }

  @Test
  void aLineMayBeAsLongAsTheLimit() {
    String longest = "x".repeat(LineServer.LONGEST_LINE) + "\n";
    transport.receive(longest.getBytes(UTF_8), 10_000);
    assertThat(transport.text()).isEqualTo(longest);
  }

  @Test
  void aLongerLineThrowsWhichEndsTheConnection() {
    byte[] longer = ("x".repeat(LineServer.LONGEST_LINE + 1) + "\n").getBytes(UTF_8);
    assertThatThrownBy(() -> transport.receive(longer, 10_000))
        .isInstanceOf(BufferOverflowException.class);
    assertThat(transport.text()).isEmpty();
  }
}
