package io.jackfield.service.daytime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class DaytimeTest {
  @Test
  void itIsALineInCsForm() {
    Clock clock = Clock.fixed(Instant.parse("2026-11-06T02:57:05Z"), ZoneId.of("UTC"));
    assertThat(new String(Daytime.line(clock), US_ASCII)).isEqualTo("Fri Nov  6 02:57:05 2026\r\n");
  }
}
