package io.jackfield.cli.gopher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class PagerTest {
  @TempDir private Path temp;

  private final StringWriter screen = new StringWriter();

  /** What the pager was given; empty if it was not started. */
  private String paged(Reader text, int rows, String filter) throws Exception {
    Path to = temp.resolve("paged");
    new Pager(screen, Optional.of(filter + " >" + to)).show(text, rows, 10);
    return Files.exists(to) ? Files.readString(to) : "";
  }

  @Test
  void whatFitsTheScreenIsPrinted() throws Exception {
    assertThat(paged(new StringReader("a\nb\nc\n"), 4, "cat")).isEmpty();
    assertThat(screen).hasToString("a\nb\nc\n");
  }

  @Test
  void oneLineMoreIsPaged() throws Exception {
    assertThat(paged(new StringReader("a\nb\nc\nd\n"), 4, "cat")).isEqualTo("a\nb\nc\nd\n");
    assertThat(screen).hasToString("");
  }

  @Test
  void linesThatAreBrokenCountAsTheyAreShown() throws Exception {
    assertThat(paged(new StringReader("x".repeat(30) + "\n"), 4, "cat")).isEmpty();
    assertThat(paged(new StringReader("x".repeat(40) + "\n"), 4, "cat")).isNotEmpty();
  }

  @Test
  void aLastLineWithoutEndGetsOne() throws Exception {
    paged(new StringReader("a\nb"), 4, "cat");
    assertThat(screen).hasToString("a\nb\n");
  }

  @Test
  void withoutAPagerAllIsPrinted() throws Exception {
    new Pager(screen, Optional.empty()).show(new StringReader("a\n".repeat(9_000)), 4, 10);
    assertThat(screen).hasToString("a\n".repeat(9_000));
  }

  /** Without an end to it: whoever has seen enough ends it. */
  @Test
  void aTextWithoutEndIsGoneThroughAsFarAsItIsRead() throws Exception {
    var endless =
        new Reader() {
          @Override
          public int read(char[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, '\n');
            return length;
          }

          @Override
          public void close() {}
        };
    assertThat(paged(endless, 4, "head -3")).isEqualTo("\n\n\n");
  }
}
