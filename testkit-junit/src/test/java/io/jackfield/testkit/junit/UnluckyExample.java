package io.jackfield.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.testkit.SimulatedNetwork;

/** Fails on purpose: run by {@link SimulatedTest}, and by its name found by nobody else. */
final class UnluckyExample {
  @Simulated(seeds = 4, first = 10)
  void failsWithOneSeed(SimulatedNetwork network, long seed) {
    assertThat(network.seed()).isEqualTo(seed);
    assertThat(seed).as("the unlucky one").isNotEqualTo(12);
  }
}
