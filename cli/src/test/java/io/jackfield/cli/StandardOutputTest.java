package io.jackfield.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {
  private static StandardOutput afterPrintingTo(OutputStream to) {
    var output = new StandardOutput(to);
    var printed = new PrintStream(output, true, UTF_8);
    printed.println("a line");
    return output;
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void whyNothingMoreCanBeWrittenIsSaid() {
    assertThat(afterPrintingTo(failing("No space left on device")).trouble())
        .isEqualTo("standard output: No space left on device");
  }

  @Test
  void ofAReaderThatHasGoneNothingIsSaid() {
    assertThat(afterPrintingTo(failing("Broken pipe")).trouble()).isNull();
  }

  @Test
  void whatCanBeWrittenIs() {
    var written = new ByteArrayOutputStream();
    assertThat(afterPrintingTo(written).trouble()).isNull();
    assertThat(written.toString(UTF_8)).isEqualTo("a line\n");
  }
}
