package io.jackfield.conformance.reactor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs with random faults, one for each seed; each ends with every byte in order or a reason given,
 * and with nothing left over. More of them, or one again:
 *
 * <pre>{@code
 * ./build verify -Dtest=RandomFaultsTest -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dtest.jvm.args="-Djackfield.minutes=60 -Djackfield.seed=1000"
 * ./build verify -Dtest=RandomFaultsTest -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dtest.jvm.args=-Djackfield.seed=42
 * }</pre>
 *
 * <p>{@code jackfield.seed} is where to begin, {@code jackfield.seeds} how many, {@code
 * jackfield.minutes} for how long at least.
 */
final class RandomFaultsTest {
  private static final int SEEDS = 250;
  private static final Long FIRST = Long.getLong("jackfield.seed");

  @Test
  void everySeedEndsWithTheInvariantsHeld() {
    long first = FIRST == null ? 1 : FIRST;
    long seeds = Long.getLong("jackfield.seeds", FIRST == null ? SEEDS : 1);
    long nanos = Duration.ofMinutes(Long.getLong("jackfield.minutes", 0)).toNanos();
    long begun = System.nanoTime();
    for (long seed = first; seed < first + seeds || System.nanoTime() - begun < nanos; seed++) {
      assertThat(Scenario.faultOf(seed, DriverDefect.NONE))
          .as(
              "replay: ./build verify -Dtest=RandomFaultsTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false"
                  + " -Dtest.jvm.args=-Djackfield.seed=%d",
              seed)
          .isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSameSeedIsTheSameRun(long seed) {
    assertThat(Scenario.digestOf(seed)).isEqualTo(Scenario.digestOf(seed));
  }
}
