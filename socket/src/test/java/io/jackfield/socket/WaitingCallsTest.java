package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.WaitingCall.Stuck;
import io.jackfield.socket.linux.TestKernel;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call that waits is ended alike, on each kind of thread: by a close, an interrupt, time. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WaitingCallsTest {
  private static final int SIGURG = 23;
  private static final Duration SHORT = Duration.ofMillis(30);

  static Stream<Arguments> callsOnThreads() {
    return Stream.of(WaitingCall.values())
        .flatMap(call -> Stream.of(Threads.values()).map(threads -> Arguments.of(call, threads)));
  }

  @ParameterizedTest
  @MethodSource("callsOnThreads")
  void aCloseEndsTheCall(WaitingCall kind, Threads threads) throws Exception {
    try (Stuck stuck = kind.open()) {
      var running = threads.run(stuck.call());
      running.awaitWaiting(stuck.socket());
      stuck.socket().close();
      assertThatThrownBy(() -> running.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isExactlyInstanceOf(AsynchronousCloseException.class);
      assertThatThrownBy(() -> stuck.call().call()).isInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("callsOnThreads")
  void anInterruptEndsTheCallClosesTheSocketAndIsKept(WaitingCall kind, Threads threads)
      throws Exception {
    try (Stuck stuck = kind.open()) {
      var running =
          threads.run(() -> {
            assertThatThrownBy(() -> stuck.call().call())
                .isExactlyInstanceOf(ClosedByInterruptException.class);
            return Thread.currentThread().isInterrupted();
          });
      running.awaitWaiting(stuck.socket());
      running.thread().interrupt();
      assertThat(running.result().get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(stuck.socket().isOpen()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("callsOnThreads")
  void theTimeEndsTheCallAndLeavesTheSocketOpen(WaitingCall kind, Threads threads)
      throws Exception {
    try (Stuck stuck = kind.open()) {
      stuck.socket().timeout(SHORT);
      long before = System.nanoTime();
      var running = threads.run(stuck.call());
      assertThatThrownBy(() -> running.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isExactlyInstanceOf(SocketTimeoutException.class)
          .hasMessageEndingWith(": timed out after 30 ms");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(stuck.socket().isOpen()).isTrue();
    }
  }

  /** CPython's groups InterruptedRecvTimeoutTest and InterruptedSendTimeoutTest in intent. */
  @ParameterizedTest
  @EnumSource
  void signalsNeitherEndNorProlongTheCall(WaitingCall kind) throws Exception {
    Duration timeout = Duration.ofMillis(200);
    try (SignalDescriptor caught = ProcessSignals.asDescriptor("URG").timeout(Duration.ZERO);
        Stuck stuck = kind.open()) {
      stuck.socket().timeout(timeout);
      var number = new CompletableFuture<Integer>();
      long before = System.nanoTime();
      var running =
          Threads.PLATFORM.run(() -> {
            number.complete(TestKernel.threadNumber());
            return stuck.call().call();
          });
      running.awaitWaiting(stuck.socket());
      int signals = 0;
      while (!running.result().isDone()) {
        TestKernel.signalThread(number.get(), SIGURG);
        while (caught.take() == null && !running.result().isDone()) {
          Thread.onSpinWait();
        }
        signals++;
      }
      assertThatThrownBy(running.result()::get).cause().isInstanceOf(SocketTimeoutException.class);
      assertThat(signals).isGreaterThan(1);
      assertThat(System.nanoTime() - before)
          .isBetween(timeout.toNanos(), TimeUnit.SECONDS.toNanos(10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shortTimesAreNotCutToNone(Threads threads) throws Exception {
    try (Stuck stuck = WaitingCall.RECEIVE.open()) {
      for (long nanos : new long[] {1, 999, 1_000_001, 1_999_999}) {
        stuck.socket().timeout(Duration.ofNanos(nanos));
        long before = System.nanoTime();
        var running = threads.run(stuck.call());
        assertThatThrownBy(() -> running.result().get(10, TimeUnit.SECONDS))
            .cause()
            .isInstanceOf(SocketTimeoutException.class)
            .message()
            .doesNotContain(" 0 ");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(nanos);
      }
    }
  }
}
