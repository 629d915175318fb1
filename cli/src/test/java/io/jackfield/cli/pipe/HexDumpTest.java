package io.jackfield.cli.pipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The lines that are expected are ncat's own (version 7.93). */
final class HexDumpTest {
  private static String dump(ByteBuffer data) {
    return ISO_8859_1.decode(HexDump.of(data)).toString();
  }

  @Test
  void everyByteIsThereTwice() {
    ByteBuffer data =
        ISO_8859_1.encode("hello wor\0ld 0123456789abcdef\n\u00ff\u00fe%tab\t~\u007f");
    assertThat(dump(data))
        .isEqualTo(
            """
            0000   68 65 6c 6c 6f 20 77 6f  72 00 6c 64 20 30 31 32  hello.wor.ld.012
            0010   33 34 35 36 37 38 39 61  62 63 64 65 66 0a ff fe  3456789abcdef...
            0020   25 74 61 62 09 7e 7f                              %tab.~.\s\s\s\s\s\s\s\s\s
            """);
    assertThat(data.position()).as("the data is still there").isZero();
  }

  @Test
  void eightBytesAreHalfALine() {
    assertThat(dump(ISO_8859_1.encode("ABCDEFGH")))
        .isEqualTo("0000   41 42 43 44 45 46 47 48                           ABCDEFGH        \n");
  }

  @Test
  void nothingIsNoLine() {
    assertThat(dump(ByteBuffer.allocate(0))).isEmpty();
  }

  @Test
  void offsetsBeyondFourDigitsHaveMore() {
    String[] lines = dump(ByteBuffer.allocate(65_537)).split("\n", -1);
    assertThat(lines[4_095]).startsWith("fff0   00 ");
    assertThat(lines[4_096]).startsWith("10000   00 ");
    assertThat(lines).as("and nothing behind the last end of line").hasSize(4_098);
  }
}
