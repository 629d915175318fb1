package io.jackfield.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpeedTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void itIsTheRateOfTheLastFiveSeconds() {
    var speed = new Speed(0, 0);
    long bytes = 0;
    for (int tenth = 1; tenth <= 200; tenth++) {
      bytes += tenth <= 100 ? 1_000 : 10; // Ten seconds fast, ten slowly.
      speed.at(tenth * SECOND / 10, bytes);
    }
    assertThat(speed.perSecond(20 * SECOND, bytes)).isEqualTo(100);
  }

  @Test
  void aStandstillShows() {
    var speed = new Speed(0, 0);
    speed.at(SECOND, 1_000);
    assertThat(speed.perSecond(SECOND, 1_000)).isEqualTo(1_000);
    assertThat(speed.perSecond(10 * SECOND, 1_000)).isEqualTo(100);
    for (int i = 2; i < 20; i++) {
      speed.at(i * SECOND, 1_000);
    }
    assertThat(speed.perSecond(20 * SECOND, 1_000)).isZero();
  }

  @Test
  void inNoTimeThereIsNoRate() {
    assertThat(new Speed(5, 0).perSecond(5, 1_000)).isZero();
    assertThat(Speed.average(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
  }
}
