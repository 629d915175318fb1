package io.jackfield.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.Scheduler;
import io.jackfield.reactor.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class IdleWatchTest {
  private static final long LIMIT_MILLIS = 1_000;

  /** What is to be called when; the time goes on by itself. */
  private final List<Call> calls = new ArrayList<>();

  private long nowNanos;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicInteger idle = new AtomicInteger();

  private record Call(long atNanos, Runnable task) {}

  private record Waiting(List<Call> calls, Call call) implements Timer {
    @Override
    public boolean cancel() {
      return calls.remove(call);
    }

    @Override
    public boolean reset(Duration delay) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean delay(Duration more) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isPending() {
      return calls.contains(call);
    }
  }

  private final Scheduler scheduler =
      new Scheduler() {
        @Override
        public Timer callLater(Duration delay, Runnable task) {
          var call = new Call(nowNanos + delay.toNanos(), task);
          calls.add(call);
          return new Waiting(calls, call);
        }

        @Override
        public long nanoTime() {
          return nowNanos;
        }
      };

  private IdleWatch watch() {
    return new IdleWatch(
        scheduler, Duration.ofMillis(LIMIT_MILLIS), moved::get, idle::incrementAndGet);
  }

  private void passTo(long millis) {
    long until = Duration.ofMillis(millis).toNanos();
    while (!calls.isEmpty() && calls.getFirst().atNanos() <= until) {
      Call next = calls.removeFirst();
      nowNanos = next.atNanos();
      next.task().run();
    }
    nowNanos = until;
  }

  @Test
  void silenceIsToldOnceWhenTheLimitIsOver() {
    watch();
    passTo(LIMIT_MILLIS - 1);
    assertThat(idle).hasValue(0);
    passTo(LIMIT_MILLIS + 1);
    assertThat(idle).hasValue(1);
    passTo(10 * LIMIT_MILLIS);
    assertThat(idle).hasValue(1);
  }

  @Test
  void whateverMovesBeginsItAnewAndAQuarterIsTheMostThatIsAdded() {
    watch();
    for (int i = 1; i <= 10; i++) {
      passTo(i * (LIMIT_MILLIS - 1));
      moved.incrementAndGet();
      assertThat(idle).hasValue(0);
    }
    long last = 10 * (LIMIT_MILLIS - 1);
    passTo(last + LIMIT_MILLIS - 1);
    assertThat(idle).hasValue(0);
    passTo(last + LIMIT_MILLIS + LIMIT_MILLIS / 4 + 1);
    assertThat(idle).hasValue(1);
  }

  @Test
  void oneThatIsStoppedTellsNothing() {
    watch().stop();
    passTo(10 * LIMIT_MILLIS);
    assertThat(idle).hasValue(0);
    IdleWatch later = watch();
    passTo(10 * LIMIT_MILLIS + LIMIT_MILLIS / 2);
    later.stop();
    assertThat(calls).isEmpty();
  }
}
