package io.jackfield.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantitiesTest {
  @ParameterizedTest(name = "{0} bytes are {1}")
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "10239, 9.99 KiB",
    "10240, 10.0 KiB",
    "102399, 99.9 KiB",
    "102400, 100 KiB",
    "1048575, 1023 KiB",
    "1048576, 1.00 MiB",
    "1073741824, 1.00 GiB",
    "1099511627776, 1.00 TiB",
    "1125899906842624, 1.00 PiB",
    "9223372036854775807, 8.00 EiB",
  })
  void bytesHaveThreeDigitsAndAUnit(long bytes, String expected) {
    assertThat(Quantities.bytes(bytes)).isEqualTo(expected);
    assertThat(expected.length()).isLessThanOrEqualTo(Quantities.BYTES_COLUMNS);
  }

  @ParameterizedTest(name = "{0} s are {1}")
  @CsvSource({
    "0, 0:00",
    "7, 0:07",
    "3599, 59:59",
    "3600, 1:00:00",
    "359999, 99:59:59",
    "360000, 4d",
    "863999999, 9999d",
    "864000000, -:--",
    "9223372036854775807, -:--",
  })
  void timesNeverOutgrowTheirColumn(long seconds, String expected) {
    assertThat(Quantities.time(OptionalLong.of(seconds))).isEqualTo(expected);
    assertThat(expected.length()).isLessThanOrEqualTo(Quantities.TIME_COLUMNS);
  }

  @Test
  void aTimeThatIsNotKnownIsNotMadeUp() {
    assertThat(Quantities.time(OptionalLong.empty())).isEqualTo("-:--");
  }
}
