package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.reactor.Handling.Place;
import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.BlockingOptions;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.Producer;
import io.jackfield.reactor.ReactorStoppingException;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How much a handler in the blocking style may hold up, and how long it may wait. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BlockingLimitsTest {
  private static final String ALL = "io.jackfield.conformance.reactor.Handling$Place#all";
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofHours(1);

  /** More than any kernel holds for two sockets. */
  private static final int MUCH = 15_000_000;

  /** What may wait to be sent, and a record of TLS more. */
  private static final int AHEAD = 2 * 65_536 + 20_000;

  @ParameterizedTest
  @MethodSource(ALL)
  void aPeerThatDoesNotReadHoldsUpItsWritesAndNoMore(Place place) throws Exception {
    byte[] much = new byte[MUCH];
    new Random(7).nextBytes(much);
    var most = new AtomicLong();
    try (var pair =
        Handling.open(
            place,
            stream -> {
              for (int at = 0; at < MUCH; at += 1_000_000) {
                stream.out().write(much, at, 1_000_000);
              }
            })) {
      pair.client().transport().pauseReading();
      pair.scene().until(() -> pair.handler().hasBegun());
      var server = pair.handler().stream().transport();
      passUntilStuck(pair, server);
      assertThat(pair.handler().isOver()).isFalse();
      assertThat(server.bufferedBytes()).isPositive().isLessThanOrEqualTo(AHEAD);
      pair.client().transport().resumeReading();
      pair.scene()
          .until(() -> {
            most.accumulateAndGet(server.bufferedBytes(), Math::max);
            return pair.client().told.contains("end");
          });
      assertThat(pair.client().data.toByteArray()).isEqualTo(much);
      assertThat(most.get()).isPositive().isLessThanOrEqualTo(AHEAD);
    }
  }

  private static void passUntilStuck(Handling pair, Transport one) {
    for (int i = 0; !isStuck(pair, one); i++) {
      assertThat(i).as("whiles in which something was sent").isLessThan(100);
    }
  }

  /** Whether there is something to send, and for a while none of it was sent. */
  private static boolean isStuck(Handling pair, Transport one) {
    long before = sent(pair);
    pair.scene().pass(SHORT);
    return one.bufferedBytes() > 0 && sent(pair) == before;
  }

  private static long sent(Handling pair) {
    return pair.scene().server().counts().sentBytes() + pair.scene().client().counts().sentBytes();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aHandlerThatDoesNotReadHoldsUpItsPeer(Place place) throws Exception {
    byte[] much = new byte[MUCH];
    new Random(7).nextBytes(much);
    var go = new CountDownLatch(1);
    try (var pair =
        Handling.open(
            place,
            stream -> {
              go.await();
              assertThat(stream.in().readAllBytes()).isEqualTo(much);
            })) {
      var client = pair.client().transport();
      client.producer(
          new Producer() {
            private int at;

            @Override
            public void request(long bytes) {
              int some = (int) Math.min(bytes, MUCH - at);
              client.write(ByteBuffer.wrap(much, at, some));
              at += some;
              if (at == MUCH) {
                client.endOutput();
              }
            }
          });
      passUntilStuck(pair, client);
      assertThat(pair.client().isLost()).isFalse();
      go.countDown();
      pair.untilOver();
      assertThat(pair.handler().thrown).hasNullValue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aReadWaitsSoLongAndMayBeTriedAgain(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            options -> options.timeout(SHORT),
            stream -> {
              assertThatThrownBy(() -> stream.in().read())
                  .isInstanceOf(SocketTimeoutException.class)
                  .hasMessageContaining("50 ms");
              stream.timeout(LONG);
              stream.out().write(1);
              assertThat(stream.in().read()).isEqualTo('x');
            })) {
      pair.scene().until(() -> pair.client().data.size() == 1);
      pair.client().say("x");
      pair.scene().until(() -> pair.handler().isOver());
      assertThat(pair.handler().thrown).hasNullValue();
      pair.client().transport().close();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aReadThatIsAnsweredInTimeBeginsItsTimeAnew(Place place) throws Exception {
    Duration limit = Duration.ofMillis(400);
    try (var pair =
        Handling.open(
            place,
            options -> options.timeout(limit),
            stream -> assertThat(stream.in().readNBytes(4)).hasSize(4))) {
      for (int i = 0; i < 4; i++) {
        pair.scene().pass(limit.dividedBy(3));
        pair.client().say("x");
      }
      pair.scene().until(() -> pair.handler().isOver());
      assertThat(pair.handler().thrown).hasNullValue();
      pair.client().transport().close();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aWriteWaitsSoLong(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            options -> options.timeout(SHORT),
            stream -> stream.out().write(new byte[MUCH]))) {
      pair.client().transport().pauseReading();
      pair.scene().until(() -> pair.handler().isOver());
      pair.client().transport().resumeReading();
      pair.untilOver();
      assertThat(pair.handler().thrown.get())
          .isInstanceOfSatisfying(
              SocketTimeoutException.class,
              late -> assertThat(late.bytesTransferred).isPositive().isLessThan(MUCH));
      assertThat(pair.handler().failure).hasNullValue();
      assertThat(pair.client().lost).isInstanceOf(Lost.class);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aPeerThatTricklesMeetsTheDeadline(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            options -> options.deadline(Duration.ofMillis(150)),
            stream -> assertThat(stream.in().readAllBytes()).isEmpty())) {
      pair.scene()
          .until(() -> {
            pair.client().say("x");
            pair.scene().step();
            return pair.client().isLost() && pair.handler().isOver();
          });
      assertThat(pair.handler().thrown.get())
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("deadline");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void atAStopWhatArrivedIsAnsweredAndNothingMoreWaitedFor(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              for (int next; (next = stream.in().read()) >= 0; ) {
                stream.out().write(next);
              }
            })) {
      pair.client().say("before");
      pair.scene().until(() -> pair.client().text().equals("before"));
      var stopped = pair.scene().server().stop();
      pair.scene().until(stopped::isDone);
      pair.handler().over.await();
      assertThat(pair.handler().thrown.get()).isInstanceOf(ReactorStoppingException.class);
      assertThat(pair.handler().failure).hasNullValue();
      assertThat(pair.client().told).contains("end");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void atAStopAHandlerHasItsTimeAndIsThenInterrupted(Place place) throws Exception {
    var last = new CountDownLatch(1);
    try (var pair =
        Handling.open(
            place,
            options -> options.stopTimeout(SHORT),
            stream -> {
              stream.out().write(1);
              try {
                new CountDownLatch(1).await();
              } finally {
                last.countDown();
              }
            })) {
      pair.scene().until(() -> pair.client().data.size() == 1);
      var stopped = pair.scene().server().stop();
      pair.scene().until(stopped::isDone);
      pair.handler().over.await();
      assertThat(last.getCount()).isZero();
      assertThat(pair.handler().thrown.get()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void limitsHaveDefaultsAndMustBePositive() {
    assertThat(BlockingOptions.DEFAULTS)
        .isEqualTo(
            new BlockingOptions(Duration.ofMinutes(10), null, Duration.ofSeconds(5), 65_536, true));
    var wrong = BlockingOptions.builder();
    assertThatThrownBy(() -> wrong.timeout(Duration.ZERO).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time-out");
    var none = BlockingOptions.builder().deadline(Duration.ofNanos(-1));
    assertThatThrownBy(none::build).hasMessageContaining("deadline");
    var little = BlockingOptions.builder().readAheadBytes(0);
    assertThatThrownBy(little::build).hasMessageContaining("0 bytes");
    var negative = BlockingOptions.builder().stopTimeout(Duration.ofNanos(-1));
    assertThatThrownBy(negative::build).hasMessageContaining("stop");
    assertThat(Blocking.lack()).as("these tests run with the flag").isEmpty();
    assertThat(StreamOptions.DEFAULTS.highMarkBytes()).isEqualTo(65_536);
  }
}
