package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class TimeSpanTest {
  private static final TimeSpan TYPED = new TimeSpan();

  @ParameterizedTest
  @CsvSource({
    "5, PT5S",
    "0.5, PT0.5S",
    "300ms, PT0.3S",
    "5s, PT5S",
    "2m, PT2M",
    "1.5h, PT1H30M",
    "8760h, PT8760H",
    "0.000001ms, PT0.000000001S"
  })
  void aTimeIsInSecondsUnlessItSaysItsUnit(String typed, Duration time) {
    assertThat(TYPED.convert(typed)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0.0s",
        "-1",
        "never",
        "5 s",
        "5d",
        "1e3",
        "0.0000001ms",
        "8760.1h",
        ".5"
      })
  void whatIsNoneIsRefusedByItsName(String typed) {
    assertThatThrownBy(() -> TYPED.convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + typed + "' is not a time");
  }
}
