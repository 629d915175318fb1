package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Registrations begin and end, descriptors are closed and their numbers reused. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MultiplexerLifeTest {
  @ParameterizedTest
  @EnumSource
  void aClosedDescriptorIsReportedNoMoreAndNorIsTheNextOfItsNumber(Mechanism mechanism)
      throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism)) {
      EventFd old = EventFd.semaphore(1);
      var registration = multiplexer.register(old, Interest.READABLE, "old");
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("old");
      old.close();
      assertThat(registration.isActive()).isFalse();
      try (EventFd next = reusing(old.descriptor())) {
        next.add(1);
        assertThat(Reports.now(multiplexer)).isEmpty();
        assertThat(multiplexer.registered()).isZero();
        multiplexer.register(next, Interest.READABLE, "next");
        assertThat(Reports.now(multiplexer)).containsOnlyKeys("next");
        assertThat(multiplexer.change(registration, Interest.READABLE)).isFalse();
        assertThat(multiplexer.remove(registration)).isFalse();
        assertThat(Reports.now(multiplexer)).containsOnlyKeys("next");
      }
    }
  }

  /** Opens eventfds until one has that number, which was closed just now. */
  private static EventFd reusing(int number) throws IOException {
    List<EventFd> others = new ArrayList<>();
    try {
      for (; ; ) {
        EventFd one = EventFd.open();
        if (one.descriptor() == number) {
          return one;
        }
        others.add(one);
      }
    } finally {
      for (EventFd other : others) {
        other.close();
      }
    }
  }

  /** Both are ready; whoever is told first has the other replaced by a new one of its number. */
  @ParameterizedTest
  @EnumSource
  void anEventFoundForAnOldFileIsNotGivenToTheNewOneOfItsNumber(Mechanism mechanism)
      throws Exception {
    try (Multiplexer<EventFd> multiplexer = Multiplexer.open(mechanism);
        EventFd one = EventFd.semaphore(1);
        EventFd two = EventFd.semaphore(1)) {
      multiplexer.register(one, Interest.READABLE, one);
      multiplexer.register(two, Interest.READABLE, two);
      var told = new ArrayList<EventFd>();
      var opened = new ArrayList<EventFd>();
      multiplexer.await((registration, ready) -> {
        EventFd first = registration.attachment();
        told.add(first);
        EventFd other = first == one ? two : one;
        other.close();
        EventFd next = reusing(other.descriptor());
        opened.add(next);
        multiplexer.register(next, Interest.READABLE, next);
      });
      assertThat(told).hasSize(1);
      assertThat(multiplexer.registered()).isEqualTo(2);
      opened.getFirst().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAHandlerRemovedIsNotReportedInTheSameBatch(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd one = EventFd.semaphore(1);
        EventFd two = EventFd.semaphore(1)) {
      var both =
          List.of(
              multiplexer.register(one, Interest.READABLE, "one"),
              multiplexer.register(two, Interest.READABLE, "two"));
      var told = new ArrayList<String>();
      int count =
          multiplexer.await((registration, ready) -> {
            told.add(registration.attachment());
            both.forEach(multiplexer::remove);
          });
      assertThat(told).hasSize(1);
      assertThat(count).isEqualTo(1);
      assertThat(multiplexer.registered()).isZero();
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAHandlerPausedIsNotReportedInTheSameBatch(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd one = EventFd.semaphore(1);
        EventFd two = EventFd.semaphore(1)) {
      var both =
          List.of(
              multiplexer.register(one, Interest.READABLE, "one"),
              multiplexer.register(two, Interest.READABLE, "two"));
      int count =
          multiplexer.await((_, _) -> {
            for (var each : both) {
              multiplexer.change(each, Interest.NOTHING);
            }
          });
      assertThat(count).isEqualTo(1);
      multiplexer.change(both.getLast(), Interest.READABLE);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterAHandlerThatThrewTheOthersAreStillReported(Mechanism mechanism) throws Exception {
    Interest interest =
        mechanism.can(Mechanism.Capability.EDGE) ? Interest.READABLE.withEdge() : Interest.READABLE;
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd one = EventFd.semaphore(1);
        EventFd two = EventFd.semaphore(1)) {
      multiplexer.register(one, interest, "one");
      multiplexer.register(two, interest, "two");
      var told = new ArrayList<String>();
      assertThatThrownBy(() ->
              multiplexer.await((registration, ready) -> {
                told.add(registration.attachment());
                throw new IOException("a handler's own");
              }))
          .hasMessage("a handler's own");
      told.addAll(Reports.now(multiplexer).keySet());
      assertThat(told).containsExactlyInAnyOrder("one", "two");
    }
  }

  /** The kernel's entry stands for the file, and would outlive the number. */
  @ParameterizedTest
  @EnumSource
  void aClosedDescriptorLeavesTheSetThoughItsFileIsOpenElsewhere(Mechanism mechanism)
      throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pairs pair = Pairs.tcp();
        BorrowedDescriptor copy = BorrowedDescriptor.of(pair.server().descriptor())) {
      multiplexer.register(pair.server(), Interest.READABLE, "server");
      int number = pair.server().descriptor();
      assertThat(OpenFiles.isWatched(number)).isEqualTo(mechanism == Mechanism.EPOLL);
      pair.server().close();
      assertThat(OpenFiles.isWatched(number)).isFalse();
      pair.client().sendAll(Pairs.bytes("for the copy"));
      ByteBuffer into = ByteBuffer.allocate(32);
      assertThat(copy.read(into)).isEqualTo(12);
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  /** A wait holds the files of poll and select open: it has to let go. */
  @ParameterizedTest
  @EnumSource
  void aCloseReachesThePeerThoughAWaitGoesOn(Mechanism mechanism) throws Exception {
    try (Pairs pair = Pairs.tcp();
        BackgroundWait background = readableAwaited(mechanism, pair.server())) {
      pair.server().close();
      pair.client().timeout(Duration.ofSeconds(10));
      assertThat(pair.client().receive(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(background.reported().isDone()).isFalse();
      background.multiplexer().wakeUp();
      assertThat(background.result()).isZero();
      assertThat(background.multiplexer().registered()).isZero();
    }
  }

  private static BackgroundWait readableAwaited(Mechanism mechanism, Socket socket)
      throws Exception {
    return BackgroundWait.start(mechanism, socket, Interest.READABLE);
  }

  @ParameterizedTest
  @EnumSource
  void closingItEndsTheWaitAndLeavesTheRegisteredOpen(Mechanism mechanism) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      BackgroundWait background = readableAwaited(mechanism, pair.server());
      background.multiplexer().close();
      assertThatThrownBy(() -> background.result())
          .cause()
          .isInstanceOf(AsynchronousCloseException.class);
      assertThat(pair.server().isOpen()).isTrue();
      assertThat(background.multiplexer().isOpen()).isFalse();
      assertThatThrownBy(
              () -> background.multiplexer().register(pair.client(), Interest.READABLE, "client"))
          .isInstanceOf(WrongThreadException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsClosedCanNeitherBeRegisteredNorWait(Mechanism mechanism) throws Exception {
    Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
    EventFd event = EventFd.open();
    event.close();
    assertThatThrownBy(() -> multiplexer.register(event, Interest.READABLE, "event"))
        .isInstanceOf(ClosedChannelException.class);
    try (EventFd open = EventFd.open()) {
      var registration = multiplexer.register(open, Interest.READABLE, "open");
      multiplexer.close();
      multiplexer.close();
      assertThat(registration.isActive()).isFalse();
      assertThat(multiplexer.change(registration, Interest.WRITABLE)).isFalse();
      assertThatThrownBy(() -> multiplexer.register(open, Interest.READABLE, "open"))
          .isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> Reports.now(multiplexer)).isInstanceOf(ClosedChannelException.class);
      multiplexer.wakeUp();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneDescriptorIsRegisteredOnceInEachMultiplexer(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> one = Multiplexer.open(mechanism);
        Multiplexer<String> other = Multiplexer.open(mechanism);
        EventFd event = EventFd.semaphore(1)) {
      one.register(event, Interest.READABLE, "event");
      assertThatThrownBy(() -> one.register(event, Interest.READABLE, "again"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("EventFd");
      var registration = other.register(event, Interest.READABLE, "event");
      assertThatThrownBy(() -> one.remove(registration))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> one.change(registration, Interest.WRITABLE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(Reports.now(one)).containsOnlyKeys("event");
      assertThat(Reports.now(other)).containsOnlyKeys("event");
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyRegistrationsLeaveNothingBehind(Mechanism mechanism) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      openRegisterAndClose(mechanism, pair); // What is kept for good is made here.
      long before = OpenFiles.count("");
      for (int i = 0; i < 1_000; i++) {
        openRegisterAndClose(mechanism, pair);
      }
      assertThat(OpenFiles.count("")).isEqualTo(before);
    }
  }

  private static void openRegisterAndClose(Mechanism mechanism, Pairs pair) throws IOException {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.semaphore(1)) {
      var server = multiplexer.register(pair.server(), Interest.READABLE, "server");
      multiplexer.register(pair.client(), Interest.WRITABLE, "client");
      multiplexer.register(event, Interest.READABLE, "event");
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("client", "event");
      multiplexer.remove(server);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedMultiplexerIsNotHeldByWhatWasRegistered(Mechanism mechanism) throws Exception {
    try (EventFd event = EventFd.open()) {
      WeakReference<Object> closed = new WeakReference<>(closedAfterUse(mechanism, event));
      while (closed.get() != null) {
        System.gc();
      }
      assertThat(event.isOpen()).isTrue();
    }
  }

  private static Object closedAfterUse(Mechanism mechanism, EventFd event) throws IOException {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism)) {
      var removed = multiplexer.register(event, Interest.READABLE, "removed");
      multiplexer.remove(removed);
      multiplexer.register(event, Interest.READABLE, "left");
      return multiplexer;
    }
  }
}
