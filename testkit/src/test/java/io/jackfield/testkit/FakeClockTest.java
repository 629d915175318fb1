package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A clock that stands until it is moved. */
final class FakeClockTest {
  private final FakeClock clock = new FakeClock(Instant.EPOCH, Long.MAX_VALUE - 5);
  private final List<String> ran = new ArrayList<>();

  private Timer in(int seconds, String name) {
    return clock.callLater(
        Duration.ofSeconds(seconds), () -> ran.add(name + " at " + clock.instant()));
  }

  @Test
  void timersRunInTheirOrderEachAtItsTime() {
    in(3, "c");
    in(1, "a");
    in(1, "b");
    long before = clock.nanoTime();
    clock.advance(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("a at 1970-01-01T00:00:01Z", "b at 1970-01-01T00:00:01Z");
    clock.advance(Duration.ofSeconds(2));
    assertThat(ran).last().isEqualTo("c at 1970-01-01T00:00:03Z");
    assertThat(clock.nanoTime() - before).isEqualTo(4_000_000_000L);
    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(4));
  }

  @Test
  void aTimerThatStartsAnotherHasItRunWhenItIsDue() {
    var _ = clock.callLater(Duration.ofSeconds(1), () -> in(1, "second"));
    clock.advance(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("second at 1970-01-01T00:00:02Z");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void cancelledAndResetTimersKeepToThat() {
    Timer cancelled = in(1, "cancelled");
    Timer reset = in(1, "reset");
    Timer delayed = in(1, "delayed");
    assertThat(cancelled.cancel()).isTrue();
    assertThat(cancelled.cancel()).isFalse();
    assertThat(reset.reset(Duration.ofSeconds(5))).isTrue();
    assertThat(delayed.delay(Duration.ofSeconds(1))).isTrue();
    assertThat(clock.untilNext()).contains(Duration.ofSeconds(2));
    clock.advance(Duration.ofSeconds(4));
    assertThat(ran).containsExactly("delayed at 1970-01-01T00:00:02Z");
    assertThat(delayed.isPending()).isFalse();
    assertThat(delayed.reset(Duration.ZERO)).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(ran).last().isEqualTo("reset at 1970-01-01T00:00:05Z");
  }
}
