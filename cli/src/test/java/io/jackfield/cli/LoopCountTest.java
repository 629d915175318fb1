package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class LoopCountTest {
  private final LoopCount converter = new LoopCount();

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "256, 256"})
  void anyNumberFromOneToTheLimit(String typed, int count) {
    assertThat(converter.convert(typed)).isEqualTo(count);
  }

  @Test
  void autoIsOneForEachProcessor() {
    assertThat(converter.convert("auto")).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "257"})
  void whatIsNoneOrTooManyIsRefused(String typed) {
    assertThatThrownBy(() -> converter.convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + typed + "' is not a number of loops, 1 to 256 or auto");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two", "1.5", "AUTO", "99999999999"})
  void whatIsNoNumberIsRefused(String typed) {
    assertThatThrownBy(() -> converter.convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + typed + "' is ");
  }
}
