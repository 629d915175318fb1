package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class BytesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "500, 500",
    "10K, 10240",
    "1M, 1048576",
    "2G, 2147483648",
    "1T, 1099511627776",
    "9223372036854775807, 9223372036854775807",
    "8388607T, 9223370937343148032"
  })
  void aUnitIs1024OrAPowerOfIt(String typed, long bytes) {
    assertThat(new Bytes().convert(typed)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "-1", "+1", "1k", "1.5M", "10MB", "1 M", "ten"})
  void anythingElseIsRefused(String typed) {
    assertThatThrownBy(() -> new Bytes().convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("is not a number of bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "8388608T"})
  void soIsWhatNoFileHas(String typed) {
    assertThatThrownBy(() -> new Bytes().convert(typed))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("out of range");
  }
}
