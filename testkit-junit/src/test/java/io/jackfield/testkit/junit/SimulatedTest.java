package io.jackfield.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests on many seeds, seen from outside. */
final class SimulatedTest {
  private record Outcome(String name, TestExecutionResult result) {}

  private static List<Outcome> run() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(UnluckyExample.class))
            .build();
    List<Outcome> outcomes = new ArrayList<>();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                  outcomes.add(new Outcome(test.getDisplayName(), result));
                }
              }
            });
    return outcomes;
  }

  @Test
  void eachSeedIsARunOfItsOwn() {
    assertThat(run())
        .map(Outcome::name)
        .containsExactly("seed 10", "seed 11", "seed 12", "seed 13");
  }

  @Test
  void aFailureTellsItsSeedAndHowToReplayIt() {
    List<Throwable> failures =
        run().stream().flatMap(one -> one.result().getThrowable().stream()).toList();
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst())
        .hasMessageStartingWith(
            "seed 12 (replay with -Djackfield.seed=12 -Dtest='UnluckyExample#failsWithOneSeed'): ")
        .hasMessageContaining("the unlucky one");
  }
}
