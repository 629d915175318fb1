package io.jackfield.service.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CtimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-06T02:57:05Z, UTC, Fri Nov  6 02:57:05 2026",
    "2026-11-16T23:00:00Z, Asia/Shanghai, Tue Nov 17 07:00:00 2026",
    "1970-01-01T00:00:00Z, UTC, Thu Jan  1 00:00:00 1970",
    "2024-02-29T12:34:56Z, America/New_York, Thu Feb 29 07:34:56 2024"
  })
  void itIsCsForm(String instant, String zone, String expected) {
    assertThat(Ctime.now(Clock.fixed(Instant.parse(instant), ZoneId.of(zone)))).isEqualTo(expected);
  }

  @Test
  void everyDayAndMonthHasItsEnglishName() {
    var oracle = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US);
    for (LocalDate day = LocalDate.of(2024, 1, 1); day.getYear() == 2024; day = day.plusDays(1)) {
      Instant at = day.atTime(9, 8, 7).toInstant(ZoneOffset.UTC);
      String text = Ctime.now(Clock.fixed(at, ZoneOffset.UTC));
      assertThat(text).hasSize(24).isEqualTo(oracle.format(at.atZone(ZoneOffset.UTC)));
    }
  }
}
