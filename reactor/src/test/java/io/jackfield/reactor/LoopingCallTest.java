package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoopingCallTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final FakeLoop loop = new FakeLoop(Long.MAX_VALUE - 1_000);
  private final long start = loop.nanos;
  private final List<String> calls = new ArrayList<>();

  private final List<CompletableFuture<LoopingCall>> runs = new ArrayList<>();

  private void start(LoopingCall call, Duration interval, boolean now) {
    runs.add(call.start(interval, now));
  }

  @AfterEach
  void noTaskThrew() {
    assertThat(runs).allSatisfy(run -> assertThat(run).isNotCompletedExceptionally());
  }

  private void note() {
    calls.add("at " + (loop.nanos - start) / 1_000_000);
  }

  private void note(long count) {
    calls.add("at " + (loop.nanos - start) / 1_000_000 + " for " + count);
  }

  @Test
  void itCallsAtOnceAndThenAtEachInterval() {
    LoopingCall call = LoopingCall.of(loop, this::note);
    start(call, INTERVAL, true);
    loop.advance(Duration.ofMillis(250));
    assertThat(calls).containsExactly("at 0", "at 100", "at 200");
  }

  @Test
  void itCallsAfterOneIntervalWhereNotAtOnce() {
    start(LoopingCall.withCount(loop, this::note), INTERVAL, false);
    loop.advance(Duration.ofMillis(250));
    assertThat(calls).containsExactly("at 100 for 1", "at 200 for 1");
  }

  @Test
  void itDoesNotDriftHoweverLateACallComesAndHoweverLongItTakes() {
    var call =
        LoopingCall.withCount(
            loop,
            count -> {
              note(count);
              loop.nanos += 30_000_000;
            });
    start(call, INTERVAL, true);
    loop.jump(Duration.ofMillis(95));
    loop.jump(Duration.ofMillis(50));
    loop.jump(Duration.ofMillis(64));
    assertThat(calls).containsExactly("at 0 for 1", "at 125 for 1", "at 205 for 1");
    loop.jump(Duration.ofMillis(1));
    assertThat(calls).last().isEqualTo("at 300 for 1");
  }

  @Test
  void skippedIntervalsAreCounted() {
    start(LoopingCall.withCount(loop, this::note), INTERVAL, true);
    loop.jump(Duration.ofMillis(350));
    loop.jump(Duration.ofMillis(49));
    loop.jump(Duration.ofMillis(1));
    assertThat(calls).containsExactly("at 0 for 1", "at 350 for 3", "at 400 for 1");
  }

  @Test
  void aTaskThatTakesLongerThanAnIntervalSkipsThose() {
    var call =
        LoopingCall.withCount(
            loop,
            count -> {
              note(count);
              loop.nanos += 250_000_000;
            });
    start(call, INTERVAL, true);
    loop.jump(Duration.ofMillis(50));
    loop.jump(Duration.ofMillis(50));
    assertThat(calls).containsExactly("at 0 for 1", "at 300 for 3", "at 600 for 3");
  }

  @Test
  void noIntervalIsACallATurn() {
    start(LoopingCall.withCount(loop, this::note), Duration.ZERO, true);
    loop.jump(Duration.ZERO);
    loop.jump(Duration.ofMillis(5));
    assertThat(calls).containsExactly("at 0 for 1", "at 0 for 1", "at 5 for 1");
  }

  @Test
  void aStopCompletesItAndItCanBeStartedAgain() {
    LoopingCall call = LoopingCall.of(loop, this::note);
    CompletableFuture<LoopingCall> stopped = call.start(INTERVAL, true);
    assertThatThrownBy(() -> call.start(INTERVAL, true)).isInstanceOf(IllegalStateException.class);
    assertThat(stopped).isNotDone();
    assertThat(call.stop()).isTrue();
    assertThat(call.stop()).isFalse();
    assertThat(stopped).isCompletedWithValue(call);
    assertThat(call.isRunning()).isFalse();
    assertThat(loop.wheel.pending()).isZero();
    start(call, INTERVAL, false);
    loop.advance(INTERVAL);
    assertThat(calls).containsExactly("at 0", "at 100");
  }

  @Test
  void theTaskMayStopItEvenInTheFirstCall() {
    List<LoopingCall> own = new ArrayList<>();
    own.add(
        LoopingCall.of(
            loop,
            () -> {
              note();
              own.getFirst().stop();
            }));
    assertThat(own.getFirst().start(INTERVAL, true)).isCompleted();
    assertThat(loop.wheel.pending()).isZero();
    assertThat(calls).containsExactly("at 0");
  }

  @Test
  void theTaskMayStopItAndStartItAnew() {
    List<LoopingCall> own = new ArrayList<>();
    own.add(
        LoopingCall.of(
            loop,
            () -> {
              note();
              if (calls.size() == 1) {
                own.getFirst().stop();
                start(own.getFirst(), Duration.ofMillis(10), false);
              }
            }));
    start(own.getFirst(), INTERVAL, false);
    loop.advance(Duration.ofMillis(125));
    assertThat(calls).containsExactly("at 100", "at 110", "at 120");
    assertThat(loop.wheel.pending()).isEqualTo(1);
  }

  @Test
  void anExceptionEndsItAndIsTheOutcome() {
    var failure = new IllegalArgumentException("a test's");
    LoopingCall call =
        LoopingCall.of(
            loop,
            () -> {
              throw failure;
            });
    CompletableFuture<LoopingCall> stopped = call.start(INTERVAL, false);
    loop.advance(INTERVAL);
    assertThat(stopped.exceptionNow()).isSameAs(failure);
    assertThat(call.isRunning()).isFalse();
    assertThat(loop.wheel.pending()).isZero();
    assertThat(loop.failures).isEmpty();
  }

  @Test
  void aCancelOfItsFutureEndsIt() {
    LoopingCall call = LoopingCall.of(loop, this::note);
    call.start(INTERVAL, false).cancel(false);
    loop.advance(Duration.ofSeconds(1));
    assertThat(calls).isEmpty();
    assertThat(call.isRunning()).isFalse();
    assertThat(loop.wheel.pending()).isZero();
  }

  @Test
  void aResetCountsAnew() {
    LoopingCall call = LoopingCall.withCount(loop, this::note);
    assertThatThrownBy(call::reset).isInstanceOf(IllegalStateException.class);
    start(call, INTERVAL, false);
    loop.advance(Duration.ofMillis(160));
    call.reset();
    loop.advance(Duration.ofMillis(250));
    assertThat(calls).containsExactly("at 100 for 1", "at 260 for 1", "at 360 for 1");
  }

  @Test
  void aResetInTheTaskCountsFromThere() {
    List<LoopingCall> own = new ArrayList<>();
    own.add(
        LoopingCall.withCount(
            loop,
            count -> {
              note(count);
              loop.nanos += 10_000_000;
              own.getFirst().reset();
            }));
    start(own.getFirst(), INTERVAL, true);
    loop.advance(Duration.ofMillis(250));
    assertThat(calls).containsExactly("at 0 for 1", "at 110 for 1", "at 220 for 1");
  }

  @Test
  void aNegativeIntervalIsABug() {
    LoopingCall call = LoopingCall.of(loop, this::note);
    assertThatThrownBy(() -> call.start(Duration.ofNanos(-1), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(call.isRunning()).isFalse();
  }
}
