package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TimerFdTest {
  @ParameterizedTest
  @EnumSource
  void itExpiresOnceAndNoEarlierThanSaid(Threads threads) throws Exception {
    try (TimerFd timer = TimerFd.open()) {
      long before = System.nanoTime();
      timer.once(Duration.ofMillis(20));
      assertThat(threads.run(timer::take).result().get(10, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
      assertThat(timer.remaining()).isZero();
      assertThat(timer.timeout(Duration.ZERO).take()).isZero();
    }
  }

  @Test
  void aPeriodicOneCountsWhatWasNotTaken() throws Exception {
    try (TimerFd timer = TimerFd.open()) {
      long before = System.nanoTime();
      timer.every(Duration.ofMillis(2));
      long taken = 0;
      while (taken < 10) {
        taken += timer.take();
      }
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
      timer.disarm();
      assertThat(timer.timeout(Duration.ZERO).take()).isZero();
    }
  }

  @Test
  void itTellsHowLongIsLeft() throws Exception {
    try (TimerFd timer = TimerFd.open()) {
      assertThat(timer.remaining()).isZero();
      timer.once(Duration.ofHours(1));
      assertThat(timer.remaining()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
      timer.once(Duration.ofSeconds(Long.MAX_VALUE)); // As long as it can.
      assertThat(timer.remaining()).isGreaterThan(Duration.ofDays(100_000));
      timer.once(Duration.ZERO);
      assertThat(timer.take()).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoTimeIsRefused() throws Exception {
    try (TimerFd timer = TimerFd.open()) {
      assertThatThrownBy(() -> timer.once(Duration.ofNanos(-1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> timer.every(Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
