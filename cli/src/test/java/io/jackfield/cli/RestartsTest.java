package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose SIGUSR2 is. */
final class RestartsTest {
  @ParameterizedTest
  @ValueSource(strings = {"13", "60", "64"})
  void itIsOursWhereTheJvmTakesAnotherSignal(String number) {
    assertThat(Restarts.isMoved(number)).isTrue();
  }

  /** HotSpot warns of a number out of its range, and takes SIGUSR2. */
  @ParameterizedTest
  @ValueSource(strings = {"12", "11", "65", "", "x", "060"})
  void itIsTheJvmsWhereItDoesNot(String number) {
    assertThat(Restarts.isMoved(number)).isFalse();
  }

  @Test
  void itIsTheJvmsIfNothingIsSaid() {
    assertThat(Restarts.isMoved(null)).isFalse();
  }
}
