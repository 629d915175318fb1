package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.reactor.Handling.Place;
import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.BlockingOptions;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.socket.ConnectionResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every handler in the blocking style: how it talks, and how that ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BlockingContractTest {
  private static final String ALL = "io.jackfield.conformance.reactor.Handling$Place#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void itTalksAndItsReturnCloses(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              assertThat(stream.read(ByteBuffer.allocate(0))).isZero();
              assertThatThrownBy(() -> stream.read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
                  .isInstanceOf(IllegalArgumentException.class);
              byte[] words = stream.in().readNBytes(4);
              stream.out().write(words);
              stream.out().write('!');
            })) {
      pair.client().say("pi");
      pair.scene().step();
      pair.client().say("ng");
      pair.scene().until(() -> pair.client().told.contains("end"));
      assertThat(pair.client().text()).isEqualTo("ping!");
      pair.client().transport().close();
      pair.untilOver();
      assertThat(pair.client().told).containsExactly("made", "data", "end", "lost Done");
      assertThat(pair.handler().failure).hasNullValue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void thePeerEndsFirst(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              byte[] question = stream.in().readAllBytes();
              assertThat(stream.in().read()).isEqualTo(-1);
              assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
              stream.out().write(question);
            })) {
      pair.client().say("question");
      pair.client().transport().endOutput();
      pair.scene().until(() -> pair.client().isLost());
      assertThat(pair.client().text()).isEqualTo("question");
      assertThat(pair.client().lost).isEqualTo(new LossReason.Done());
      assertThat(pair.handler().thrown).hasNullValue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void itEndsFirst(Place place) throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    try (var pair =
        Handling.open(
            place,
            stream -> {
              stream.out().write("last words".getBytes(UTF_8));
              stream.endOutput();
              assertThatThrownBy(() -> stream.out().write(1))
                  .isInstanceOf(IOException.class)
                  .hasMessageContaining("endOutput");
              heard.add(new String(stream.in().readAllBytes(), UTF_8));
            })) {
      pair.scene().until(() -> pair.client().told.contains("end"));
      assertThat(pair.client().text()).isEqualTo("last words");
      pair.client().say("answer");
      pair.client().transport().close();
      pair.untilOver();
      assertThat(heard).containsExactly("answer");
      assertThat(pair.handler().thrown).hasNullValue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatArrivedBeforeItReadsIsHeldInOrder(Place place) throws Exception {
    var heard = new ArrayList<Integer>();
    var go = new LinkedBlockingQueue<Boolean>();
    try (var pair =
        Handling.open(
            place,
            stream -> {
              boolean _ = go.take();
              for (int next; (next = stream.in().read()) >= 0; ) {
                heard.add(next);
              }
            })) {
      for (int i = 0; i < 100; i++) {
        pair.client().say(Character.toString(i));
        pair.scene().step();
      }
      pair.client().transport().endOutput();
      pair.scene().until(() -> pair.client().transport().bufferedBytes() == 0);
      go.add(true);
      pair.untilOver();
      assertThat(heard).hasSize(100).isSorted();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whoWaitsMayTakeItsBufferWhenThereAreBytesForIt(Place place) throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    var taken = new AtomicInteger();
    try (var pair =
        Handling.open(
            place,
            stream -> {
              for (ByteBuffer some; (some = stream.read(() -> room(taken))) != null; ) {
                heard.add(UTF_8.decode(some).toString());
              }
            })) {
      pair.scene()
          .until(() -> pair.handler().hasBegun() && pair.handler().stream().isReadWaiting());
      assertThat(taken).hasValue(0);
      pair.client().say("abcde");
      pair.client().transport().endOutput();
      pair.untilOver();
      assertThat(String.join("", heard)).isEqualTo("abcde");
      assertThat(heard).hasSizeGreaterThan(1); // One does not take all of it.
      assertThat(taken).hasValue(heard.size());
      assertThat(pair.handler().thrown).hasNullValue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whoHasNoBufferToGiveFailsThatReadAlone(Place place) throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    var none = new OutOfMemoryError("none left");
    try (var pair =
        Handling.open(
            place,
            stream -> {
              assertThatThrownBy(() ->
                      stream.read(() -> {
                        throw none;
                      }))
                  .isInstanceOf(IOException.class)
                  .hasCause(none);
              for (ByteBuffer some; (some = stream.read(() -> ByteBuffer.allocate(9))) != null; ) {
                heard.add(UTF_8.decode(some).toString());
              }
            })) {
      pair.scene()
          .until(() -> pair.handler().hasBegun() && pair.handler().stream().isReadWaiting());
      pair.client().say("abcde");
      pair.client().transport().endOutput();
      pair.untilOver();
      assertThat(pair.handler().thrown).hasNullValue();
      assertThat(String.join("", heard)).isEqualTo("abcde");
    }
  }

  private static ByteBuffer room(AtomicInteger taken) {
    taken.incrementAndGet();
    return ByteBuffer.allocate(3);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aResetIsThrownToWhoReadsAndIsNoFaultOfTheHandler(Place place) throws Exception {
    try (var pair = Handling.open(place, stream -> assertThat(stream.in().read()).isZero())) {
      pair.scene().until(() -> pair.handler().hasBegun());
      pair.client().transport().abort();
      pair.untilOver();
      assertThat(pair.handler().thrown.get()).isInstanceOf(ConnectionResetException.class);
      pair.scene().until(() -> pair.port().connections() == 0);
      assertThat(pair.handler().failure).hasNullValue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aResetIsThrownToWhoWrites(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              while (stream.isOpen() || stream.write(ByteBuffer.allocate(1)) > 0) {
                stream.out().write(new byte[300_000]);
              }
            })) {
      pair.client().transport().pauseReading();
      pair.scene().until(() -> pair.handler().hasBegun());
      for (int i = 0; i < 50; i++) {
        pair.scene().step();
      }
      pair.client().transport().abort();
      pair.untilOver();
      assertThat(pair.handler().thrown.get())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatItThrowsTearsTheConnectionDownAndIsTold(Place place) throws Exception {
    var oops = new IllegalStateException("oops");
    try (var pair =
        Handling.open(
            place,
            stream -> {
              int _ = stream.in().read();
              throw oops;
            })) {
      pair.client().say("x");
      pair.untilOver();
      pair.scene().until(() -> pair.handler().failure.get() != null);
      assertThat(pair.handler().failure).hasValue(oops);
      assertThat(pair.client().lost)
          .isInstanceOfSatisfying(
              Lost.class,
              lost -> assertThat(lost.cause()).isInstanceOf(ConnectionResetException.class));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void afterItsOwnCloseNothingMoves(Place place) throws Exception {
    try (var pair =
        Handling.open(
            place,
            stream -> {
              stream.out().write("bye".getBytes(UTF_8));
              stream.close();
              assertThatThrownBy(() -> stream.in().read())
                  .isInstanceOf(ClosedChannelException.class);
              assertThatThrownBy(() -> stream.out().write(1))
                  .isInstanceOf(ClosedChannelException.class);
            })) {
      pair.scene().until(() -> pair.client().told.contains("end"));
      pair.client().transport().close();
      pair.untilOver();
      assertThat(pair.client().text()).isEqualTo("bye");
      assertThat(pair.handler().thrown).hasNullValue();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void anInterruptTearsTheConnectionDown(Place place) throws Exception {
    var reader = new LinkedBlockingQueue<Thread>();
    try (var pair =
        Handling.open(
            place,
            stream -> {
              reader.add(Thread.currentThread());
              try {
                int _ = stream.in().read();
              } catch (ClosedByInterruptException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                throw e;
              }
            })) {
      pair.scene().until(() -> !reader.isEmpty());
      pair.scene().step();
      reader.take().interrupt();
      pair.untilOver();
      assertThat(pair.handler().thrown.get()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(pair.client().lost).isInstanceOf(Lost.class);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aClientMayBeWrittenSoToo(Place place) throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    try (World.Scene scene = place.world().open()) {
      var port = scene.listen(Blocking.handler(stream -> stream.in().transferTo(stream.out())));
      Blocking.start(
          scene.client(),
          () -> {
            try (var stream =
                Blocking.connect(
                    scene.client(),
                    factory -> scene.connect(port.localAddress(), factory),
                    BlockingOptions.DEFAULTS)) {
              stream.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
              stream.endOutput();
              heard.add(new String(stream.in().readAllBytes(), UTF_8));
            }
          });
      scene.until(() -> !heard.isEmpty());
      assertThat(heard).containsExactly("hello");
      scene.until(() -> port.connections() == 0);
    }
  }
}
