package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The work {@code allocations}, shortly, with a limit. Whether the compiler takes out all
 * allocations is sometimes a matter of luck, a start at a time, so the best of some starts counts.
 */
class AllocationTest {
  /**
   * In bytes: sixteen messages arrive together, so that one object for each receive, the smallest
   * there is, would be a byte a message. What is left are objects of the JVM's own.
   */
  private static final double LIMIT = 0.5;

  private static final int STARTS = 3;
  private static final int ROUNDS = 2;
  private static final double SECONDS = 0.5;
  private static final double WARM_UP_SECONDS = 1;

  @TempDir private Path logs;

  @BeforeAll
  static void whatItNeedsIsThere() {
    List<String> missing = CPrograms.missing();
    assumeTrue(missing.isEmpty() || System.getenv("CI") != null, () -> "not there: " + missing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jackfield-io_uring", "jackfield-epoll"})
  void noObjectIsMadeForAMessage(String server) throws IOException {
    Path home = Path.of("").toAbsolutePath(); // The module's folder, where Maven runs its tests.
    var programs = new CPrograms(home.resolve("src/main/c"), home.resolve("target/c"));
    programs.build();
    var setting = new Setting(ROUNDS, SECONDS, WARM_UP_SECONDS, Cpus.allowed(), programs, logs);
    Peer peer = new Peers(Jvm.own(), programs, home.resolve("src/main/python")).echoNamed(server);
    double least = Double.MAX_VALUE;
    for (int start = 0; start < STARTS && least >= LIMIT; start++) {
      try (Trial trial = AllocationTrial.open(peer, setting)) {
        for (int round = 0; round < ROUNDS && least >= LIMIT; round++) {
          least = Math.min(least, trial.measure().value("allocated_bytes_each"));
        }
      }
    }
    assertThat(least).as("bytes allocated for a message").isLessThan(LIMIT);
  }
}
