package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EventFdTest {
  @ParameterizedTest
  @EnumSource
  void aTakeWaitsForTheCountAndTakesAllOfIt(Threads threads) throws Exception {
    try (EventFd event = EventFd.open()) {
      var taking = threads.run(event::take);
      taking.awaitWaiting(event);
      assertThat(event.add(7)).isTrue();
      assertThat(taking.result().get(10, TimeUnit.SECONDS)).isEqualTo(7);
      assertThat(event.timeout(Duration.ZERO).take()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAddToAFullCountWaits(Threads threads) throws Exception {
    try (EventFd event = EventFd.open()) {
      event.add(Long.MAX_VALUE);
      event.add(Long.MAX_VALUE);
      var adding = threads.run(() -> event.add(1));
      adding.awaitWaiting(event);
      assertThat(event.take()).isEqualTo(-2); // 2^64 - 2
      assertThat(adding.result().get(10, TimeUnit.SECONDS)).isTrue();
      event.add(Long.MAX_VALUE);
      event.timeout(Duration.ZERO);
      assertThat(event.add(Long.MAX_VALUE)).isFalse();
    }
  }

  @Test
  void aSemaphoreGivesOneAtATime() throws Exception {
    try (EventFd event = EventFd.semaphore(2)) {
      event.timeout(Duration.ZERO);
      assertThat(event.take()).isEqualTo(1);
      assertThat(event.take()).isEqualTo(1);
      assertThat(event.take()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWakesWhoWaits(Threads threads) throws Exception {
    EventFd event = EventFd.open();
    var taking = threads.run(event::take);
    taking.awaitWaiting(event);
    event.close();
    assertThatThrownBy(() -> taking.result().get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void negativeCountsAreRefused() throws Exception {
    assertThatThrownBy(() -> EventFd.semaphore(-1)).isInstanceOf(IllegalArgumentException.class);
    try (EventFd event = EventFd.open()) {
      assertThatThrownBy(() -> event.add(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
