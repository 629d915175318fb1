package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimerWheelTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final FakeLoop loop = new FakeLoop(0);
  private final List<String> ran = new ArrayList<>();

  private Timer later(Duration delay, String name) {
    return loop.callLater(delay, () -> ran.add(name));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999, 65_535, 65_536, 65_537, 1_000_000, 3_600_000_000_000L})
  void aTimerRunsAtItsTimeAndNotANanosecondBefore(long delayNanos) {
    later(Duration.ofNanos(delayNanos), "a");
    assertThat(loop.wheel.untilNextNanos(0)).isEqualTo(delayNanos);
    if (delayNanos > 0) {
      assertThat(loop.wheel.runDue(delayNanos - 1)).isZero();
      assertThat(loop.wheel.untilNextNanos(delayNanos - 1)).isEqualTo(1);
    }
    assertThat(loop.wheel.runDue(delayNanos)).isEqualTo(1);
    assertThat(ran).containsExactly("a");
    assertThat(loop.wheel.untilNextNanos(delayNanos)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theyRunInOrderOfTheirDeadlinesAndEqualOnesAsScheduled() {
    later(Duration.ofNanos(2_000_001), "d");
    later(Duration.ofMillis(2), "b");
    later(Duration.ofNanos(30), "a");
    later(Duration.ofMillis(2), "c");
    later(HOUR, "e");
    assertThat(loop.jump(HOUR)).isEqualTo(5);
    assertThat(ran).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void aResetCountsAsScheduledAnew() {
    Timer first = later(HOUR, "first");
    later(HOUR, "second");
    assertThat(first.reset(HOUR)).isTrue();
    loop.jump(HOUR);
    assertThat(ran).containsExactly("second", "first");
  }

  @Test
  void aTimerThatSchedulesItselfAtNoDelayRunsOnceATurn() {
    loop.callLater(
        Duration.ZERO,
        new Runnable() {
          @Override
          public void run() {
            ran.add("again");
            loop.callLater(Duration.ZERO, this);
          }
        });
    for (int turn = 1; turn <= 3; turn++) {
      assertThat(loop.wheel.untilNextNanos(loop.nanos)).isZero();
      assertThat(loop.jump(Duration.ZERO)).isEqualTo(1);
      assertThat(ran).hasSize(turn);
    }
  }

  @Test
  void aRunningTimerMayCancelAndResetOthersThatAreDueWithIt() {
    List<Timer> others = new ArrayList<>();
    List<Boolean> answers = new ArrayList<>();
    loop.callLater(
        Duration.ofMillis(1),
        () -> {
          answers.add(others.get(0).cancel());
          answers.add(others.get(1).reset(Duration.ofMillis(7)));
          answers.add(others.get(2).reset(Duration.ZERO));
          answers.add(others.get(0).isPending());
          answers.add(others.get(1).isPending());
        });
    for (String name : List.of("cancelled", "later", "next turn", "untouched")) {
      others.add(later(Duration.ofMillis(1), name));
    }
    assertThat(loop.jump(Duration.ofMillis(1))).isEqualTo(2);
    assertThat(answers).containsExactly(true, true, true, false, true);
    assertThat(ran).containsExactly("untouched");
    assertThat(loop.jump(Duration.ZERO)).isEqualTo(1);
    assertThat(loop.jump(Duration.ofMillis(7))).isEqualTo(1);
    assertThat(ran).containsExactly("untouched", "next turn", "later");
    assertThat(loop.wheel.pending()).isZero();
  }

  @Test
  void aTimerIsNoLongerPendingInItsOwnTask() {
    List<Timer> own = new ArrayList<>();
    own.add(
        loop.callLater(
            Duration.ZERO,
            () -> {
              Timer timer = own.getFirst();
              ran.add(timer.isPending() + " " + timer.cancel() + " " + timer.reset(HOUR));
            }));
    loop.jump(Duration.ZERO);
    assertThat(ran).containsExactly("false false false");
    assertThat(loop.wheel.untilNextNanos(loop.nanos)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aCancelledTimerStaysCancelled() {
    Timer timer = later(HOUR, "never");
    assertThat(timer.isPending()).isTrue();
    assertThat(timer.cancel()).isTrue();
    assertThat(timer.cancel()).isFalse();
    assertThat(timer.reset(Duration.ZERO)).isFalse();
    assertThat(timer.delay(Duration.ZERO)).isFalse();
    assertThat(timer.isPending()).isFalse();
    assertThat(loop.jump(HOUR)).isZero();
  }

  @Test
  void aDelayIsAddedToWhatWasLeft() {
    Timer timer = later(Duration.ofSeconds(10), "a");
    loop.jump(Duration.ofSeconds(9));
    timer.delay(Duration.ofSeconds(2));
    assertThat(loop.wheel.untilNextNanos(loop.nanos)).isEqualTo(3_000_000_000L);
    timer.delay(Duration.ofSeconds(-1));
    assertThat(loop.wheel.untilNextNanos(loop.nanos)).isEqualTo(2_000_000_000L);
    timer.delay(Duration.ofSeconds(-100));
    assertThat(loop.wheel.untilNextNanos(loop.nanos)).isZero();
    assertThat(loop.jump(Duration.ZERO)).isEqualTo(1);
  }

  @Test
  void whatATaskThrowsIsHandedOnAndTheOthersRun() {
    var failure = new StackOverflowError("a test's");
    loop.callLater(
        Duration.ZERO,
        () -> {
          throw failure;
        });
    later(Duration.ZERO, "other");
    assertThat(loop.jump(Duration.ZERO)).isEqualTo(2);
    assertThat(loop.failures).containsExactly(failure);
    assertThat(ran).containsExactly("other");
  }

  @Test
  void whenEvenTheErrorHandlerThrowsTheOthersRunInTheNextTurn() {
    var wheel =
        new TimerWheel(
            loop,
            failure -> {
              throw new IllegalStateException(failure);
            },
            0);
    wheel.schedule(
        0,
        1,
        () -> {
          throw new IllegalArgumentException("a test's");
        });
    wheel.schedule(0, 2, () -> ran.add("left"));
    WheelTimer sooner = wheel.schedule(0, 1_000_000, () -> ran.add("sooner now"));
    assertThatThrownBy(() -> wheel.runDue(2)).isInstanceOf(IllegalStateException.class);
    assertThat(wheel.untilNextNanos(2)).isZero();
    wheel.schedule(2, 1, () -> ran.add("new"));
    wheel.delay(sooner, -999_999);
    assertThat(wheel.runDue(3)).isEqualTo(3);
    assertThat(ran).containsExactly("sooner now", "left", "new");
  }

  @Test
  void aTaskCannotRunTimers() {
    loop.callLater(Duration.ZERO, () -> loop.wheel.runDue(loop.nanos));
    loop.jump(Duration.ZERO);
    assertThat(loop.failures)
        .singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("cannot run timers"));
  }

  @Test
  void anIdleLoopSleepsThroughToATimerAnHourAway() {
    later(HOUR, "a");
    assertThat(loop.wheel.untilNextNanos(loop.nanos)).isEqualTo(HOUR.toNanos());
    assertThat(loop.advance(HOUR)).isEqualTo(1);
    assertThat(ran).containsExactly("a");
  }

  @Test
  void aCancelledEarlierTimerCostsNoWakeUpWhereItWasAloneInItsSlot() {
    later(HOUR, "a");
    later(Duration.ofSeconds(1), "b").cancel();
    assertThat(loop.advance(HOUR)).isEqualTo(1);
  }

  @Test
  void aClockThatPassesTheLargestLongIsNothingSpecial() {
    var wrapping = new FakeLoop(Long.MAX_VALUE - 5);
    wrapping.callLater(Duration.ofNanos(3), () -> ran.add("before"));
    wrapping.callLater(Duration.ofNanos(100), () -> ran.add("after"));
    assertThat(wrapping.advance(Duration.ofNanos(99))).isEqualTo(1);
    assertThat(wrapping.nanos).isNegative();
    assertThat(ran).containsExactly("before");
    assertThat(wrapping.advance(Duration.ofNanos(1))).isEqualTo(1);
    assertThat(ran).containsExactly("before", "after");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 12_345, Long.MIN_VALUE, Long.MAX_VALUE})
  void theLongestDelayIsClampedAndStillRuns(long startNanos) {
    var ages = new FakeLoop(startNanos);
    ages.callLater(Duration.ofSeconds(Long.MAX_VALUE), () -> ran.add("at the end of time"));
    assertThat(ages.wheel.untilNextNanos(ages.nanos)).isEqualTo(Long.MAX_VALUE);
    ages.jump(Duration.ofNanos(Long.MAX_VALUE - 1));
    assertThat(ran).isEmpty();
    // Clamped to the same moment, and due at it.
    ages.callLater(Duration.ofDays(365), () -> ran.add("and after it"));
    ages.jump(Duration.ofNanos(1));
    assertThat(ran).containsExactly("at the end of time", "and after it");
  }

  @Test
  void aClockThatGoesBackStandsStill() {
    loop.jump(HOUR);
    loop.nanos = 0;
    later(Duration.ofSeconds(1), "a");
    assertThat(loop.wheel.untilNextNanos(0)).isEqualTo(1_000_000_000L);
    assertThat(loop.wheel.runDue(HOUR.toNanos())).isZero();
    assertThat(loop.wheel.runDue(HOUR.toNanos() + 1_000_000_000L)).isEqualTo(1);
  }

  @Test
  void aNegativeDelayIsABug() {
    assertThatThrownBy(() -> later(Duration.ofNanos(-1), "a"))
        .isInstanceOf(IllegalArgumentException.class);
    Timer timer = later(HOUR, "a");
    assertThatThrownBy(() -> timer.reset(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loop.wheel.schedule(0, -1, () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(loop.wheel.pending()).isEqualTo(1);
  }

  @Test
  void everyCallFromAnotherThreadIsCaught() throws Exception {
    Timer timer = later(HOUR, "a");
    List<Runnable> calls =
        List.of(
            timer::cancel,
            () -> timer.reset(Duration.ZERO),
            () -> timer.delay(Duration.ZERO),
            timer::isPending,
            () -> later(Duration.ZERO, "b"));
    for (Runnable call : calls) {
      var elsewhere = new FutureTask<>(call, true);
      Thread.ofVirtual().start(elsewhere);
      assertThatThrownBy(elsewhere::get).hasCauseInstanceOf(WrongThreadException.class);
    }
    assertThat(timer.isPending()).isTrue();
    assertThat(loop.wheel.untilNextNanos(loop.nanos)).isEqualTo(HOUR.toNanos());
  }
}
