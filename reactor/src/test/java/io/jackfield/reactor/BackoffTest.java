package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void waitsGrowByTheFactorUpToTheMaximum() {
    var backoff =
        new Backoff(new Backoff.Policy(SECOND, 2, Duration.ofSeconds(5), 0), new Random(1));
    assertThat(Stream.generate(backoff::next).limit(5).map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 5L, 5L);
    assertThat(backoff.attempts()).isEqualTo(5);
    backoff.reset();
    assertThat(backoff.attempts()).isZero();
    assertThat(backoff.next()).isEqualTo(SECOND);
  }

  @Test
  void theDefaultsAreTwisteds() {
    var twisted = Backoff.Policy.TWISTED;
    assertThat(twisted.initial()).isEqualTo(SECOND);
    assertThat(twisted.factor()).isEqualTo(2.718281828459045);
    assertThat(twisted.maximum()).isEqualTo(Duration.ofHours(1));
    assertThat(twisted.jitter()).isEqualTo(0.119626565582);
  }

  @Test
  void waitsScatterAboutTheirMeanButNeverPassTheMaximum() {
    double sum = 0;
    double squares = 0;
    int clients = 10_000;
    var random = new Random(1);
    for (int client = 0; client < clients; client++) {
      var backoff = new Backoff(Backoff.Policy.TWISTED, random);
      double first = backoff.next().toNanos() / 1e9;
      sum += first;
      squares += (first - 1) * (first - 1);
      for (int attempt = 0; attempt < 20; attempt++) {
        assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofHours(1));
      }
    }
    assertThat(sum / clients).isBetween(0.99, 1.01);
    assertThat(Math.sqrt(squares / clients)).isBetween(0.11, 0.13);
  }

  @Test
  void oneSeedGivesTheSameWaits() {
    var one = new Backoff(Backoff.Policy.TWISTED, new Random(7));
    var same = new Backoff(Backoff.Policy.TWISTED, new Random(7));
    for (int attempt = 0; attempt < 10; attempt++) {
      assertThat(one.next()).isEqualTo(same.next());
    }
  }

  @Test
  void theLongestPossibleMaximumOverflowsNothing() {
    var policy = new Backoff.Policy(SECOND, 1e300, Duration.ofSeconds(Long.MAX_VALUE), 1);
    var backoff = new Backoff(policy, new Random(1));
    for (int attempt = 0; attempt < 100; attempt++) {
      assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofNanos(Long.MAX_VALUE));
    }
  }

  @Test
  void aRuleThatMakesNoSenseIsRefused() {
    assertRefused(Duration.ZERO, 2, SECOND, 0);
    assertRefused(SECOND, 0.99, SECOND, 0);
    assertRefused(SECOND, Double.NaN, SECOND, 0);
    assertRefused(SECOND, Double.POSITIVE_INFINITY, SECOND, 0);
    assertRefused(SECOND, 1, SECOND.minusNanos(1), 0);
    assertRefused(SECOND, 1, SECOND, -0.01);
    assertRefused(SECOND, 1, SECOND, 1.01);
    assertRefused(SECOND, 1, SECOND, Double.NaN);
    assertThat(new Backoff.Policy(SECOND, 1, SECOND, 1).jitter()).isEqualTo(1);
  }

  private static void assertRefused(
      Duration initial, double factor, Duration maximum, double jitter) {
    assertThatThrownBy(() -> new Backoff.Policy(initial, factor, maximum, jitter))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
