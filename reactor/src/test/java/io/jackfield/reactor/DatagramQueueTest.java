package io.jackfield.reactor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.ChunkPool;
import io.jackfield.reactor.driver.OutgoingMessage;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ControlMessage.SegmentSize;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits to be sent, in one or several, beside a model of it: each message by itself. */
final class DatagramQueueTest {
  private static final int CHUNK = 256;

  private static final InetSocketAddress FULL = at(9);

  private record Sent(@Nullable SocketAddress to, String text) {}

  private final ChunkPool pool = new ChunkPool(CHUNK, 4);
  private final DatagramQueue queue =
      new DatagramQueue(DatagramOptions.builder().queue(2_000, 1 << 20).build());
  private final ArrayDeque<Sent> model = new ArrayDeque<>();
  private final ArrayDeque<Sent> stalled = new ArrayDeque<>();

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private OutgoingMessage message(Sent one, ControlMessage... beside) {
    ByteBuffer bytes = ByteBuffer.wrap(one.text.getBytes(US_ASCII));
    return new OutgoingMessage(pool, bytes, one.to, List.of(beside), queue.last());
  }

  /** Returns whether it joined the last. */
  private boolean add(@Nullable SocketAddress to, String text) {
    var one = new Sent(to, text);
    model.add(one);
    boolean joined = queue.join(ByteBuffer.wrap(text.getBytes(US_ASCII)), to);
    if (!joined) {
      assertThat(queue.add(message(one))).isTrue();
    }
    return joined;
  }

  /** To an address that has no room; what has none goes to nobody else. */
  private void stall(String text) {
    var one = new Sent(FULL, text);
    stalled.add(one);
    assertThat(queue.stall(FULL, message(one))).isTrue();
  }

  private void requireStalledAreThere() {
    boolean _ =
        queue.retryStalled(one -> {
          requireIs(one, stalled.remove());
          return true;
        });
    assertThat(stalled).isEmpty();
  }

  private void requireNextIsThere() {
    requireIs(requireNonNull(queue.next()), model.remove());
  }

  private static void requireIs(OutgoingMessage next, Sent expected) {
    assertThat(new Sent(next.to(), US_ASCII.decode(next.data().duplicate()).toString()))
        .isEqualTo(expected);
    assertThat(next.count()).isOne();
    assertThat(next.length()).isEqualTo(next.data().remaining());
    next.release();
  }

  private void requireCounts() {
    assertThat(queue.messages()).isEqualTo(model.size() + stalled.size());
    assertThat(queue.bytes())
        .isEqualTo(
            Stream.concat(model.stream(), stalled.stream())
                .mapToLong(one -> one.text.length())
                .sum());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverIsAddedComesOutInOrder(long seed) {
    var random = new Random(seed);
    int joined = 0;
    for (int step = 0; step < 3_000; step++) {
      switch (random.nextInt(6)) {
        case 0 -> {
          for (int i = random.nextInt(model.size() + 1); i > 0; i--) {
            requireNextIsThere();
          }
        }
        case 1 -> {
          int count = random.nextInt(model.size() + 1);
          long bytes = 0;
          for (int i = 0; i < count; i++) {
            bytes += model.remove().text.length();
          }
          assertThat(queue.sent(count)).isEqualTo(bytes);
        }
        case 2 -> stall(Integer.toString(step));
        case 3 -> {
          if (random.nextInt(10) == 0) {
            requireStalledAreThere();
          }
        }
        default -> {
          SocketAddress to = random.nextInt(5) == 0 ? null : at(1 + random.nextInt(2));
          int length = random.nextInt(6) == 0 ? random.nextInt(300) : 8;
          String digit = Integer.toString(step % 10);
          for (int i = random.nextInt(5); i >= 0; i--) {
            joined += add(to, digit.repeat(length)) ? 1 : 0;
          }
        }
      }
      requireCounts();
    }
    assertThat(joined).isGreaterThan(1_000);
    while (!model.isEmpty()) {
      requireNextIsThere();
    }
    requireStalledAreThere();
    requireCounts();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void theyGoTogetherUpToSixtyFour() {
    assertThat(add(at(1), "a")).isFalse();
    for (int i = 1; i < 64; i++) {
      assertThat(add(at(1), "b")).isTrue();
    }
    assertThat(add(at(1), "c")).isFalse();
    assertThat(queue.line()).extracting(OutgoingMessage::count).containsExactly(64, 1);
  }

  @Test
  void theyGoTogetherAsFarAsTheirChunkGoes() {
    String quarter = "x".repeat(CHUNK / 4);
    add(at(1), quarter);
    assertThat(add(at(1), quarter)).isTrue();
    assertThat(add(at(1), quarter)).isTrue();
    assertThat(add(at(1), quarter)).isTrue();
    assertThat(add(at(1), quarter)).isFalse();
  }

  @Test
  void aShorterOneIsTheLast() {
    add(at(1), "four");
    assertThat(add(at(1), "longer")).isFalse();
    assertThat(add(at(1), "short")).isTrue();
    assertThat(add(at(1), "short")).isFalse();
    assertThat(queue.line()).extracting(OutgoingMessage::length).containsExactly(4, 11, 5);
  }

  @Test
  void anEmptyOneIsByItself() {
    add(at(1), "");
    assertThat(add(at(1), "")).isFalse();
    assertThat(add(at(1), "a")).isFalse();
    assertThat(add(at(1), "")).isFalse();
  }

  @Test
  void eachAddressHasItsOwn() {
    add(at(1), "a");
    assertThat(add(at(2), "b")).isFalse();
    assertThat(add(null, "c")).isFalse();
    assertThat(add(null, "d")).isTrue();
  }

  @Test
  void whatHasSomethingBesideItIsByItself() {
    boolean _ = queue.add(message(new Sent(at(1), "a"), new SegmentSize(1)));
    assertThat(add(at(1), "b")).isFalse();
    assertThat(add(at(1), "c")).isTrue();
  }

  @Test
  void oneAloneIsNotTakenApart() {
    OutgoingMessage one = message(new Sent(at(1), "a"));
    assertThatThrownBy(one::takeFirst).isInstanceOf(IllegalStateException.class);
  }
}
