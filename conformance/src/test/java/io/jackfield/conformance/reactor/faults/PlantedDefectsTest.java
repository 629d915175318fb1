package io.jackfield.conformance.reactor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Defects planted one at a time, in the loop's code or in the driver under it: the runs of {@link
 * RandomFaultsTest} find each. Each has the seed that found it; where a change of the code has
 * moved the runs since, another of the first few may.
 */
final class PlantedDefectsTest {
  private static final int OTHERS = 80;

  private static boolean someSeedFinds(long known, LongPredicate finds) {
    return LongStream.concat(LongStream.of(known), LongStream.rangeClosed(1, OTHERS))
        .anyMatch(finds);
  }

  @ParameterizedTest
  @EnumSource
  void someSeedFindsADefectInTheLoop(LoopDefect defect) throws Exception {
    LongFunction<String> run = Mutant.of(defect.mutation);
    assertThat(someSeedFinds(defect.seed, seed -> !run.apply(seed).isEmpty())).isTrue();
    assertThat(Scenario.faultOf(defect.seed, DriverDefect.NONE)).as("without it").isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void someSeedFindsADefectOfTheDriver(DriverDefect defect) {
    assertThat(someSeedFinds(defect.seed, seed -> Scenario.faultOf(seed, defect) != null)).isTrue();
    assertThat(Scenario.faultOf(defect.seed, DriverDefect.NONE)).as("without it").isNull();
  }

  @Test
  void codeThatIsLoadedAnewWithoutADefectHasNone() throws Exception {
    LongFunction<String> run = Mutant.of(null);
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(run.apply(seed)).isEmpty();
    }
  }
}
