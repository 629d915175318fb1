package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class TimeSpanTest {
  private static final TimeSpan TYPED = new TimeSpan();

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "5, PT5S",
    "007, PT7S",
    "0.5, PT0.5S",
    ".002, PT0.002S",
    "0.000000001, PT0.000000001S",
    "31536000, PT8760H",
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
        ".",
        "1.",
        "-1",
        "+1",
        "0x1",
        "1,5",
        "NaN",
        "never",
        "5 s",
        "5d",
        "1e3",
        "0.0000001ms",
        "0.0000000001",
        "31536001",
        "31536000.1",
        "8760.1h",
        "99999999999999999999"
      })
  void whatIsNoneIsRefusedByItsName(String typed) {
    assertThatThrownBy(() -> TYPED.convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + typed + "' is not a time");
  }

  @Test
  void someTimesCannotBeNone() {
    assertThat(TimeSpan.positive("--wait", Duration.ofNanos(1))).isEqualTo(Duration.ofNanos(1));
    assertThatThrownBy(() -> TimeSpan.positive("--wait", Duration.ZERO))
        .isInstanceOf(CommandException.class)
        .hasMessage("--wait takes more than 0");
  }
}
