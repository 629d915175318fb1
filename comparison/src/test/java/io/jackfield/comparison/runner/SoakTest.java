package io.jackfield.comparison.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The soak by command, for seconds: a server that is well passes, each that is not does not. */
class SoakTest {
  @TempDir private Path results;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private final Path home = Path.of("").toAbsolutePath();

  private final SoakMain main =
      new SoakMain(home, new PrintStream(out, true, UTF_8), new PrintStream(progress, true, UTF_8));

  @BeforeAll
  static void whatItNeedsIsThere() {
    List<String> missing = CPrograms.missing();
    assumeTrue(missing.isEmpty() || System.getenv("CI") != null, () -> "not there: " + missing);
  }

  private List<String> arguments(String server) {
    return List.of(
        "--server",
        server,
        "--connections",
        "60",
        "--minutes",
        "0.05",
        "--rate",
        "300",
        "--every",
        "1",
        "--out",
        results.toString());
  }

  @Test
  void oursPassesAndItsFiguresAreKept() throws IOException {
    assertThat(main.run(arguments("jackfield-epoll"))).as(this::said).isZero();
    assertThat(out.toString(UTF_8)).contains("held 60", "faults 0", "heap ").endsWith("passed\n");
    try (Stream<Path> files = Files.list(results)) {
      Path raw = files.findFirst().orElseThrow();
      assertThat(raw.getFileName().toString()).endsWith("-soak-jackfield-epoll.json");
      assertThat(raw).content().contains("\"verdict\": \"passed\"", "\"rss_anon_bytes\": ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LEAK, descriptors besides connections: from",
    "GARBLE, something else came through",
    "RESET, reset_unasked: "
  })
  void aServerThatDoesSomethingWrongIsFound(FaultyEcho.Fault fault, String verdict) {
    assertThat(main.run(faulty(fault), SoakOptions.parse(arguments("faulty"))))
        .as(this::said)
        .isEqualTo(1);
    assertThat(said()).contains("failed: ", verdict);
  }

  private Peer faulty(FaultyEcho.Fault fault) {
    List<String> command = Jvm.own().command(FaultyEcho.class, List.of(), fault.name(), Peer.PORT);
    return new Peer("faulty-" + fault, "test", command, "", Peer.Transport.TCP);
  }

  private String said() {
    return out.toString(UTF_8) + progress.toString(UTF_8);
  }

  @Test
  void whatCannotBeSoakedIsSaid() {
    assertThat(main.run(List.of("--server", "nobody"))).isEqualTo(2);
    assertThat(said()).contains("there is no server nobody; there are: c-epoll", "usage: ");
    assertThat(main.run(List.of("--minutes", "0"))).isEqualTo(2);
    assertThat(main.run(List.of("--minutes", "some"))).isEqualTo(2);
    assertThat(main.run(List.of("--minutes"))).isEqualTo(2);
    assertThat(said()).contains("no value for --minutes", "takes numbers, not some");
    assertThat(main.run(List.of("--help"))).isZero();
  }
}
