package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many descriptors, and of which numbers. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MultiplexerLimitsTest {
  /** select(2): FD_SETSIZE. */
  private static final int SELECT_LIMIT = 1024;

  static Stream<Mechanism> thoseWithAnyNumber() {
    return Stream.of(Mechanism.values()).filter(one -> one.can(Mechanism.Capability.ANY_NUMBER));
  }

  @ParameterizedTest
  @MethodSource("thoseWithAnyNumber")
  void fiveThousandDescriptorsAreEachReported(Mechanism mechanism) throws Exception {
    int count = 5_000;
    List<EventFd> events = new ArrayList<>();
    try (Multiplexer<EventFd> multiplexer = Multiplexer.open(mechanism)) {
      for (int i = 0; i < count; i++) {
        EventFd event = EventFd.open();
        events.add(event);
        multiplexer.register(event, Interest.READABLE, event);
      }
      assertThat(multiplexer.registered()).isEqualTo(count);
      for (EventFd event : events) {
        event.add(1);
      }
      int taken = 0;
      while (taken < count) {
        taken += multiplexer.await((registration, ready) -> registration.attachment().take());
      }
      assertThat(multiplexer.awaitNanos(0, (_, _) -> {})).isZero();

      // From the middle on they go; the others are still told apart.
      for (EventFd event : events.subList(count / 2, count)) {
        event.close();
      }
      assertThat(multiplexer.registered()).isEqualTo(count / 2);
      EventFd one = events.get(count / 2 - 1);
      one.add(1);
      var told = new ArrayList<EventFd>();
      multiplexer.await((registration, ready) -> told.add(registration.attachment()));
      assertThat(told).containsExactly(one);
    } finally {
      closeAll(events);
    }
  }

  @Test
  void selectTakesTheNumberBelowItsLimitAndRefusesTheLimitSayingWhy() throws Exception {
    List<EventFd> events = new ArrayList<>();
    try (Multiplexer<String> multiplexer = Multiplexer.open(Mechanism.SELECT)) {
      EventFd last = upTo(SELECT_LIMIT - 1, events);
      EventFd above = upTo(SELECT_LIMIT, events);
      multiplexer.register(last, Interest.READABLE, "last");
      assertThatThrownBy(() -> multiplexer.register(above, Interest.READABLE, "above"))
          .isInstanceOf(SelectLimitException.class)
          .hasMessageContaining("below 1024")
          .hasMessageContaining("is 1024")
          .hasMessageContaining("poll or epoll");
      assertThat(multiplexer.registered()).isEqualTo(1);
      above.add(1);
      assertThat(Reports.now(multiplexer)).isEmpty();
      last.add(1);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("last");
    } finally {
      closeAll(events);
    }
  }

  @Test
  void selectCannotEvenBeOpenedWhereAllLowNumbersAreTaken() throws Exception {
    List<EventFd> events = new ArrayList<>();
    try {
      upTo(SELECT_LIMIT, events);
      long before = OpenFiles.count("");
      assertThatThrownBy(() -> Multiplexer.open(Mechanism.SELECT))
          .isInstanceOf(SelectLimitException.class);
      assertThat(OpenFiles.count("")).isEqualTo(before);
      for (Mechanism other : List.of(Mechanism.POLL, Mechanism.EPOLL)) {
        try (Multiplexer<String> multiplexer = Multiplexer.open(other)) {
          multiplexer.register(events.getLast(), Interest.READABLE, "last");
          events.getLast().add(1);
          assertThat(Reports.now(multiplexer)).containsOnlyKeys("last");
        }
      }
    } finally {
      closeAll(events);
    }
  }

  /** Opens eventfds until one has that number, which none below has left free. */
  private static EventFd upTo(int number, List<EventFd> opened) throws IOException {
    for (; ; ) {
      EventFd one = EventFd.open();
      opened.add(one);
      if (one.descriptor() >= number) {
        assertThat(one.descriptor()).isEqualTo(number);
        return one;
      }
    }
  }

  private static void closeAll(List<EventFd> events) throws IOException {
    for (EventFd event : events) {
      event.close();
    }
  }
}
