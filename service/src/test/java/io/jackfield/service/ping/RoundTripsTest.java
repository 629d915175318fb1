package io.jackfield.service.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {
  private final RoundTrips trips = new RoundTrips();

  @Test
  void ofNoneAllIsZero() {
    assertThat(trips.min()).isZero();
    assertThat(trips.average()).isZero();
    assertThat(trips.max()).isZero();
    assertThat(trips.deviation()).isZero();
  }

  @Test
  void ofOneAllIsTheSameAndNothingDeviates() {
    trips.add(43_000);
    assertThat(trips.min()).isEqualTo(43_000);
    assertThat(trips.average()).isEqualTo(43_000);
    assertThat(trips.max()).isEqualTo(43_000);
    assertThat(trips.deviation()).isZero();
  }

  @Test
  void theDeviationIsTheStandardDeviation() {
    for (long nanos : new long[] {2, 4, 4, 4, 5, 5, 7, 9}) {
      trips.add(nanos * 1_000);
    }
    assertThat(trips.average()).isEqualTo(5_000);
    assertThat(trips.deviation()).isEqualTo(2_000);
  }

  @Test
  void aMillionLongTripsLoseNothingToRounding() {
    var random = new Random(6);
    long base = 3_600_000_000_000L;
    for (int i = 0; i < 1_000_000; i++) {
      trips.add(base + random.nextInt(2) * 2_000L);
    }
    assertThat(trips.average()).isBetween(base + 990, base + 1_010);
    assertThat(trips.deviation()).isBetween(990L, 1_010L);
  }
}
