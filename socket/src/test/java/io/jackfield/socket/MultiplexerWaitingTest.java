package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.linux.TestKernel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a wait, and when; and which thread may wait. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MultiplexerWaitingTest {
  private static final int SIGURG = 23;

  @ParameterizedTest
  @EnumSource
  void theTimeIsUpNoEarlierThanSaid(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.open()) {
      multiplexer.register(event, Interest.READABLE, "event");
      for (long nanos : new long[] {1, 999, 100_000, 1_000_001, 1_999_999, 30_000_000}) {
        long before = System.nanoTime();
        assertThat(multiplexer.awaitNanos(nanos, (_, _) -> {})).isZero();
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(nanos);
      }
      assertThat(multiplexer.await(Duration.ZERO, (_, _) -> {})).isZero();
      assertThatThrownBy(() -> multiplexer.await(Duration.ofNanos(-1), (_, _) -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSignalHandledOnTheWaitingThreadNeitherEndsNorProlongsTheWait(Mechanism mechanism)
      throws Exception {
    Duration timeout = Duration.ofMillis(300);
    try (SignalDescriptor caught = ProcessSignals.asDescriptor("URG").timeout(Duration.ZERO);
        Multiplexer<String> multiplexer = Multiplexer.open(mechanism)) {
      long before = System.nanoTime();
      BackgroundWait background = BackgroundWait.start(multiplexer, timeout);
      while (!background.reported().isDone()) {
        TestKernel.signalThread(background.number(), SIGURG);
        while (caught.take() == null && !background.reported().isDone()) {
          Thread.onSpinWait();
        }
      }
      assertThat(background.result()).isZero();
      assertThat(System.nanoTime() - before)
          .isBetween(timeout.toNanos(), TimeUnit.SECONDS.toNanos(10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWakeUpFromAnotherThreadEndsTheWait(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism)) {
      BackgroundWait background = BackgroundWait.start(multiplexer, Socket.NEVER);
      multiplexer.wakeUp();
      assertThat(background.result()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyWakeUpsBeforeTheWaitEndOneWaitAtOnce(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism)) {
      for (int i = 0; i < 100; i++) {
        multiplexer.wakeUp();
      }
      assertThat(multiplexer.await((_, _) -> {})).isZero();
      long before = System.nanoTime();
      assertThat(multiplexer.await(Duration.ofMillis(20), (_, _) -> {})).isZero();
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWakeUpByAHandlerEndsTheNextWait(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.semaphore(1)) {
      multiplexer.register(event, Interest.READABLE, "event");
      multiplexer.await((_, _) -> {
        event.take();
        multiplexer.wakeUp();
      });
      assertThat(multiplexer.await((_, _) -> {})).isZero();
    }
  }

  /** Each wake-up is waited for before the next: one that is lost stops it for good. */
  @ParameterizedTest
  @EnumSource
  void noWakeUpIsLost(Mechanism mechanism) throws Exception {
    int count = 5_000;
    var asked = new AtomicInteger();
    var seen = new AtomicInteger();
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.open()) {
      multiplexer.register(event, Interest.READABLE, "event");
      var waiting =
          Threads.PLATFORM.run(() -> {
            while (seen.get() < count) {
              multiplexer.await((_, _) -> event.take());
              seen.set(asked.get());
            }
            return 0;
          });
      for (int i = 1; i <= count; i++) {
        event.add(1); // So that a wake-up and an event meet.
        asked.set(i);
        multiplexer.wakeUp();
        while (seen.get() < i && !waiting.result().isDone()) {
          Thread.onSpinWait();
        }
      }
      waiting.result().get(10, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsTheWaitAndIsKept(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism)) {
      BackgroundWait background = BackgroundWait.start(multiplexer, Socket.NEVER);
      background.thread().interrupt();
      assertThat(background.result()).isZero();
      assertThat(multiplexer.isOpen()).isTrue();
    }
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism)) {
      var running =
          Threads.PLATFORM.run(() -> {
            Thread.currentThread().interrupt();
            int first = multiplexer.await((_, _) -> {});
            int second = multiplexer.await((_, _) -> {});
            assertThat(Thread.interrupted()).isTrue();
            assertThat(multiplexer.await(Duration.ofMillis(1), (_, _) -> {})).isZero();
            return first + second;
          });
      assertThat(running.result().get(10, TimeUnit.SECONDS)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVirtualThreadIsRefusedWithTheReason(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism)) {
      var running = Threads.VIRTUAL.run(() -> multiplexer.await(Duration.ZERO, (_, _) -> {}));
      assertThatThrownBy(() -> running.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(WrongThreadException.class)
          .hasMessageContaining("platform thread");
      assertThat(multiplexer.await(Duration.ZERO, (_, _) -> {})).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void fromTheFirstWaitOnItBelongsToOneThread(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.open()) {
      var registered =
          Threads.PLATFORM.run(() -> multiplexer.register(event, Interest.READABLE, "event"));
      var registration = registered.result().get(10, TimeUnit.SECONDS);
      multiplexer.await(Duration.ZERO, (_, _) -> {});
      for (var forbidden :
          List.of(
              Threads.PLATFORM.run(() -> multiplexer.await(Duration.ZERO, (_, _) -> {})),
              Threads.PLATFORM.run(() -> multiplexer.remove(registration)),
              Threads.PLATFORM.run(() -> multiplexer.change(registration, Interest.WRITABLE)))) {
        assertThatThrownBy(() -> forbidden.result().get(10, TimeUnit.SECONDS))
            .cause()
            .isInstanceOf(WrongThreadException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerCannotWait(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.semaphore(1)) {
      multiplexer.register(event, Interest.READABLE, "event");
      assertThatThrownBy(
              () -> multiplexer.await((_, _) -> multiplexer.await(Duration.ZERO, (_, _) -> {})))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
