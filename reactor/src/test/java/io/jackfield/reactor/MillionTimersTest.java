package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts work, not time: a timer moves down a level a few times at most, however many wait. */
final class MillionTimersTest {
  private static final int MILLION = 1_000_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final FakeLoop loop = new FakeLoop(0);
  private final Timer[] timers = new Timer[MILLION];
  private int ran;

  @BeforeEach
  void scheduleAMillionWithinAnHour() {
    for (int i = 0; i < MILLION; i++) {
      timers[i] =
          loop.callLater(
              Duration.ofNanos(random.nextLong(Duration.ofHours(1).toNanos())), () -> ran++);
    }
  }

  @Test
  void noneIsMovedUntilTimePasses() {
    assertThat(loop.wheel.pending()).isEqualTo(MILLION);
    for (Timer timer : timers) {
      timer.reset(Duration.ofMinutes(30));
    }
    assertThat(loop.wheel.untilNextNanos(0)).isBetween(1L, Duration.ofMinutes(30).toNanos());
    for (Timer timer : timers) {
      timer.cancel();
    }
    assertThat(loop.wheel.moves()).isZero();
    assertThat(loop.wheel.pending()).isZero();
    assertThat(loop.wheel.untilNextNanos(0)).isEqualTo(Long.MAX_VALUE);
  }

  /** An hour is 26 bits of ticks, which is five digits to base 64: four moves. */
  @Test
  void eachMovesFourTimesInAnHourAtMost() {
    for (int second = 0; second < 3600; second++) {
      loop.jump(Duration.ofSeconds(1));
    }
    assertThat(ran).isEqualTo(MILLION);
    assertThat(loop.wheel.moves()).isLessThanOrEqualTo(4L * MILLION);
  }

  @Test
  void anIdleTimeOutMovesOnceFromResetToReset() {
    for (int round = 0; round < 10; round++) {
      for (Timer timer : timers) {
        timer.reset(Duration.ofMinutes(1));
      }
      loop.advance(Duration.ofSeconds(50));
    }
    assertThat(ran).isZero();
    assertThat(loop.wheel.moves()).isLessThanOrEqualTo(10L * MILLION);
  }

  @Test
  void aClockThatJumpsRunsAllInOneTurn() {
    loop.jump(Duration.ofDays(365));
    assertThat(ran).isEqualTo(MILLION);
    assertThat(loop.wheel.moves()).isLessThanOrEqualTo(4L * MILLION);
  }
}
