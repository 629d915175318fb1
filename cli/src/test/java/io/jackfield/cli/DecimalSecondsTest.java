package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DecimalSecondsTest {
  private final DecimalSeconds converter = new DecimalSeconds();

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1000000000",
    "0.2, 200000000",
    ".002, 2000000",
    "1.5, 1500000000",
    "0.000000001, 1",
    "007, 7000000000",
    "31536000, 31536000000000000",
  })
  void secondsMayHaveAFraction(String typed, long nanos) {
    assertThat(converter.convert(typed)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1.",
        "-1",
        "+1",
        "1e3",
        "0x1",
        "1,5",
        "soon",
        "NaN",
        "1.0000000001",
        "31536001",
        "31536000.1",
        "99999999999999999999"
      })
  void whatIsNoneOrTooManyIsRefused(String typed) {
    assertThatThrownBy(() -> converter.convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + typed + "' is not a number of seconds, 0 to 31536000");
  }
}
