package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.Mechanism.Capability;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How often something is reported: while it is there, at changes, once; and to how many. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MultiplexerTriggersTest {
  @ParameterizedTest
  @EnumSource
  void aLevelIsReportedUntilItIsGone(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.semaphore(2)) {
      multiplexer.register(event, Interest.READABLE, "event");
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("event");
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("event");
      event.take();
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("event");
      event.take();
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("thoseWithEdges")
  void anEdgeIsReportedOnceForEachChange(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pipe pipe = Pipe.open()) {
      multiplexer.register(pipe.source(), Interest.READABLE.withEdge(), "source");
      pipe.sink().write(Pairs.bytes("abc"));
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("source");
      assertThat(Reports.now(multiplexer)).isEmpty();
      pipe.source().read(ByteBuffer.allocate(1));
      assertThat(Reports.now(multiplexer)).isEmpty(); // Two are left, and nobody says so.
      pipe.sink().write(Pairs.bytes("d"));
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("source");
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("thoseWithEdges")
  void anEdgeThatWasThereBeforeIsReported(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.semaphore(1)) {
      multiplexer.register(event, Interest.READABLE.withEdge(), "event");
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("event");
    }
  }

  @ParameterizedTest
  @MethodSource("thoseWithOneShot")
  void aOneShotIsReportedOnceUntilItIsArmedAgain(Mechanism mechanism) throws Exception {
    Interest once = Interest.READABLE.withOneShot();
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.open()) {
      var registration = multiplexer.register(event, once, "event");
      event.add(1);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("event");
      event.add(1);
      assertThat(Reports.now(multiplexer)).isEmpty();
      multiplexer.change(registration, once);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("event");
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("thoseWithExclusive")
  void anExclusiveInterestWakesOneOfTwoThatWait(Mechanism mechanism) throws Exception {
    assertThat(wokenBy(mechanism, Interest.READABLE.withExclusive())).isEqualTo(1);
    assertThat(wokenBy(mechanism, Interest.READABLE)).isEqualTo(2);
  }

  /** Has two threads wait for one eventfd, adds to it, and returns how many were told. */
  private static int wokenBy(Mechanism mechanism, Interest interest) throws Exception {
    try (EventFd event = EventFd.open();
        BackgroundWait one = BackgroundWait.start(mechanism, event, interest);
        BackgroundWait other = BackgroundWait.start(mechanism, event, interest)) {
      event.add(1);
      CompletableFuture.anyOf(one.reported(), other.reported()).get(10, TimeUnit.SECONDS);
      // Who has not been told by now is woken, and looks once more whether it was told.
      one.multiplexer().wakeUp();
      other.multiplexer().wakeUp();
      return one.result() + other.result();
    }
  }

  @ParameterizedTest
  @MethodSource("thoseWithExclusive")
  void anExclusiveInterestCanBecomeAnother(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.semaphore(1)) {
      var registration = multiplexer.register(event, Interest.READABLE.withExclusive(), "event");
      multiplexer.change(registration, Interest.READABLE);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("event");
      multiplexer.change(registration, Interest.WRITABLE.withExclusive());
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("event");
    }
  }

  @Test
  void anExclusiveInterestIsNeitherOneShotNorInPriorityData() {
    assertThatThrownBy(() -> Interest.READABLE.withExclusive().withOneShot())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Interest.READABLE.withExclusive().and(Interest.PRIORITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void whatAMechanismCannotDoItRefusesWithAReason(Mechanism mechanism) throws Exception {
    refuses(mechanism, Capability.EDGE, Interest.READABLE.withEdge(), "edge");
    refuses(mechanism, Capability.ONE_SHOT, Interest.READABLE.withOneShot(), "one-shot");
    refuses(mechanism, Capability.EXCLUSIVE, Interest.READABLE.withExclusive(), "exclusive");
  }

  private static void refuses(
      Mechanism mechanism, Capability capability, Interest interest, String named)
      throws Exception {
    if (mechanism.can(capability)) {
      return; // Shown to work by the tests above.
    }
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.open()) {
      assertThatThrownBy(() -> multiplexer.register(event, interest, "event"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining(named);
      assertThat(multiplexer.registered()).isZero();
      var registration = multiplexer.register(event, Interest.READABLE, "event");
      assertThatThrownBy(() -> multiplexer.change(registration, interest))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(registration.interest()).isEqualTo(Interest.READABLE);
    }
  }

  static Stream<Mechanism> thoseWithEdges() {
    return thoseWith(Capability.EDGE);
  }

  static Stream<Mechanism> thoseWithOneShot() {
    return thoseWith(Capability.ONE_SHOT);
  }

  static Stream<Mechanism> thoseWithExclusive() {
    return thoseWith(Capability.EXCLUSIVE);
  }

  private static Stream<Mechanism> thoseWith(Capability capability) {
    return Stream.of(Mechanism.values()).filter(one -> one.can(capability));
  }
}
