package io.jackfield.comparison.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the command as a user does, for a moment: says nothing of speed, but that all of it works.
 */
class SmokeTest {
  @TempDir private Path results;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  /** The module's folder, where Maven runs its tests. */
  private final Main main =
      new Main(
          Path.of("").toAbsolutePath(),
          new PrintStream(out, true, UTF_8),
          new PrintStream(progress, true, UTF_8));

  @BeforeAll
  static void whatItNeedsIsThere() {
    List<String> missing = CPrograms.missing();
    assumeTrue(missing.isEmpty() || System.getenv("CI") != null, () -> "not there: " + missing);
  }

  @Test
  void oursIsMeasuredBesideTheReference() throws IOException {
    assertThat(run("echo-50x64", "--only", "c-epoll,jackfield-epoll", "--rounds", "2"))
        .as(() -> progress.toString(UTF_8))
        .isZero();
    String table = out.toString(UTF_8);
    assertThat(table)
        .contains("| c-epoll | ", "| jackfield-epoll | ", "÷ c-epoll")
        .doesNotContain("Left out");
    assertThat(written(".md")).isEqualTo(table.stripTrailing() + "\n");
    assertThat(written(".json"))
        .contains("\"kernel\": \"" + System.getProperty("os.version") + "\"")
        .contains("\"server\": \"c-epoll\", \"round\": 1", "\"server\": \"jackfield-epoll\"")
        .contains("\"bad\": 0");
  }

  @ParameterizedTest
  @CsvSource({
    "lines-16, c-line",
    "accepts, c-uring",
    "idle, c-epoll",
    "start, c-epoll",
    "udp-separate, c-udp-batches",
    "udp-trains, c-udp-trains",
    "latency, c-epoll",
    "relay, c-relay",
    "allocations, jackfield-epoll"
  })
  void everyKindOfWorkIsMeasured(String work, String reference) throws IOException {
    assertThat(run(work, "--only", reference, "--rounds", "1"))
        .as(() -> progress.toString(UTF_8))
        .isZero();
    assertThat(written(".json")).contains("{\"server\": \"" + reference + "\", \"round\": 0");
  }

  @Test
  void whatCannotBeMeasuredIsSaid() throws IOException {
    assertThat(run("nonsense")).isEqualTo(2);
    assertThat(progress.toString(UTF_8)).contains("there is no work nonsense", "usage: ");
    assertThat(results).isEmptyDirectory();
  }

  @Test
  void theUsageAndTheWorksAreListed() throws IOException {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("usage: comparison/run WORK");
    assertThat(run("list")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("relay: One connection passed on", " jackfield-epoll ");
  }

  private int run(String... arguments) throws IOException {
    Stream<String> all =
        Stream.concat(
            Arrays.stream(arguments),
            Stream.of("--seconds", "0.2", "--warmup", "0.2", "--out", results.toString()));
    return main.run(all.toList());
  }

  private String written(String ending) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      Path file = files.filter(f -> f.toString().endsWith(ending)).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }
}
