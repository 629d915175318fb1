package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.reactor.Handling.Place;
import io.jackfield.reactor.BlockingStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code in().transferTo(…)} passes on, how much at a time, and what ends it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BlockingTransferTest {
  private static final String ALL = "io.jackfield.conformance.reactor.Handling$Place#all";

  /** More than any kernel holds for two sockets. */
  private static final int MUCH = 15_000_000;

  private static final int PART = 100_000;

  /** What may wait to be sent: up to 64 KiB, what came last, and a record of TLS more. */
  private static final int AHEAD = 2 * 65_536 + 20_000;

  private final AtomicLong passed = new AtomicLong(-1);

  private void echo(BlockingStream stream) throws IOException {
    passed.set(stream.in().transferTo(stream.out()));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void itPassesOnWhatArrivesUntilTheEnd(Place place) throws Exception {
    try (var pair = Handling.open(place, this::echo)) {
      for (String word : new String[] {"ping", "pong", "!"}) {
        int before = pair.client().text().length();
        pair.client().say(word);
        pair.scene().until(() -> pair.client().text().length() == before + word.length());
      }
      assertThat(pair.handler().isOver()).isFalse();
      pair.client().transport().close();
      pair.untilOver();
      assertThat(pair.client().text()).isEqualTo("pingpong!");
      assertThat(passed).hasValue(9);
      assertThat(pair.handler().failure).hasNullValue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatArrivedBeforeGoesFirst(Place place) throws Exception {
    var go = new LinkedBlockingQueue<Boolean>();
    try (var pair =
        Handling.open(
            place,
            stream -> {
              boolean _ = go.take();
              stream.out().write('<');
              echo(stream);
              stream.out().write('>');
            })) {
      for (int i = 0; i < 10; i++) {
        pair.client().say(Integer.toString(i));
        pair.scene().step();
      }
      pair.client().transport().endOutput();
      pair.scene().until(() -> pair.client().transport().bufferedBytes() == 0);
      go.add(true);
      pair.scene().until(() -> pair.client().told.contains("end"));
      assertThat(pair.client().text()).isEqualTo("<0123456789>");
      assertThat(passed).hasValue(10);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aPeerThatDoesNotReadIsWaitedForAndAllArrives(Place place) throws Exception {
    byte[] much = new byte[MUCH];
    new Random(11).nextBytes(much);
    try (var pair = Handling.open(place, this::echo)) {
      pair.scene().until(() -> pair.handler().hasBegun());
      var client = pair.client().transport();
      var server = pair.handler().stream().transport();
      var most = new AtomicLong();
      client.pauseReading();
      for (int at = 0; at < MUCH; at += PART) {
        client.write(ByteBuffer.wrap(much, at, PART));
        pair.scene()
            .until(() -> {
              most.accumulateAndGet(server.bufferedBytes(), Math::max);
              return client.bufferedBytes() == 0 || server.bufferedBytes() > 0;
            });
        if (server.bufferedBytes() > 0) {
          client.resumeReading(); // It was stuck.
          pair.scene().until(() -> client.bufferedBytes() == 0);
        }
      }
      client.endOutput();
      pair.scene().until(() -> pair.client().told.contains("end"));
      assertThat(pair.client().data.toByteArray()).isEqualTo(much);
      assertThat(passed).hasValue(MUCH);
      assertThat(most.get()).isPositive().isLessThan(AHEAD);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void itFailsWhereTheOtherTakesNoMore(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              stream.endOutput();
              echo(stream);
            })) {
      pair.client().say("to nobody");
      pair.scene().until(() -> pair.handler().isOver());
      assertThat(pair.handler().thrown.get())
          .isInstanceOf(IOException.class)
          .hasMessage("written after endOutput()");
      assertThat(passed).hasValue(-1);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aTransportThatWasClosedBehindItsBackEndsIt(Place place) throws Exception {
    try (var pair = Handling.open(place, this::echo)) {
      pair.scene().until(() -> pair.handler().hasBegun());
      pair.handler().stream().transport().close();
      pair.client().say("to nobody");
      pair.scene().until(() -> pair.handler().isOver());
      assertThat(pair.handler().thrown.get()).isInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void itWaitsAsLongAsARead(Place place) throws Exception {
    try (var pair =
        Handling.open(place, options -> options.timeout(Duration.ofMillis(50)), this::echo)) {
      pair.client().say("once");
      pair.untilOver();
      assertThat(pair.client().text()).isEqualTo("once");
      assertThat(pair.handler().thrown.get())
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("read: not within 50 ms");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void toAnythingElseItWritesAsOthersDo(Place place) throws Exception {
    var heard = new ByteArrayOutputStream();
    try (var pair = Handling.open(place, stream -> passed.set(stream.in().transferTo(heard)))) {
      pair.client().say("kept");
      pair.client().transport().close();
      pair.untilOver();
      assertThat(heard).hasToString("kept");
      assertThat(passed).hasValue(4);
    }
  }
}
