package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianOfAnOddCountIsTheOneInTheMiddle() {
    assertThat(Spread.of(5, 1, 100).median()).isEqualTo(5);
  }

  @Test
  void theMedianOfAnEvenCountIsBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(4, 1, 2, 100).median()).isEqualTo(3);
  }

  @Test
  void aTenthLiesBelowTheTenthAndANinthAboveTheNinetieth() {
    Spread spread = Spread.of(10, 0, 9, 1, 8, 2, 7, 3, 6, 4, 5);
    assertThat(spread.tenth()).isCloseTo(1, within(1e-9));
    assertThat(spread.ninetieth()).isCloseTo(9, within(1e-9));
    assertThat(spread.count()).isEqualTo(11);
  }

  @Test
  void oneNumberIsAllThree() {
    assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7, 1));
  }

  @Test
  void noNumbersHaveNone() {
    assertThat(Spread.of(List.of())).isEmpty();
  }
}
