package io.jackfield.service.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeNumberTest {
  /** The first three are RFC 868's own examples. */
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 2208988800",
    "1976-01-01T00:00:00Z, 2398291200",
    "1983-05-01T00:00:00Z, 2629584000",
    "2036-02-07T06:28:15Z, 4294967295",
    "2036-02-07T06:28:16Z, 0",
    "2038-01-19T03:14:08Z, 61505152"
  })
  void itIsSecondsSince1900InBigEndianAndReadBackAsTheSameTime(String time, long number) {
    Clock clock = Clock.fixed(Instant.parse(time), ZoneId.of("Asia/Shanghai"));
    ByteBuffer wire = ByteBuffer.wrap(TimeNumber.now(clock));
    assertThat(wire.remaining()).isEqualTo(4);
    assertThat(Integer.toUnsignedLong(wire.getInt(0))).isEqualTo(number);
    assertThat(TimeNumber.read(wire)).isEqualTo(clock.instant());
  }
}
