package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.reactor.Handling.Place;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How much arrives while a handler in the blocking style reads nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BlockingReadAheadTest {
  private static final int LIMIT = 1_000;

  /** Enough turns for a byte to arrive that is not held up. */
  private static final int TURNS = 50;

  /** Those that count the very bytes that are sent. */
  static Stream<Place> plain() {
    return Place.all().filter(place -> !place.world().isTls());
  }

  private static void say(Handling pair, int many) {
    pair.client().say("x".repeat(many));
  }

  private static long received(Handling pair) {
    return pair.scene().server().counts().receivedBytes();
  }

  private static void pass(Handling pair) {
    for (int i = 0; i < TURNS; i++) {
      pair.scene().step();
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void atTheLimitThePeerIsHeldUpAndReadingLetsItGoOn(Place place) throws Exception {
    var orders = new LinkedBlockingQueue<Integer>();
    var read = new AtomicInteger();
    try (var pair =
        Handling.open(
            place,
            options -> options.readAheadBytes(LIMIT),
            stream -> {
              for (int many; (many = orders.take()) > 0; ) {
                read.addAndGet(stream.in().readNBytes(many).length);
              }
            })) {
      say(pair, LIMIT - 1);
      pair.scene().until(() -> received(pair) == LIMIT - 1);
      pass(pair);
      say(pair, 1);
      pair.scene().until(() -> received(pair) == LIMIT);
      pass(pair);
      say(pair, 1);
      pass(pair);
      assertThat(received(pair)).as("bytes at the limit").isEqualTo(LIMIT);
      orders.add(1);
      pass(pair);
      assertThat(received(pair)).as("bytes with some of them read").isEqualTo(LIMIT);
      orders.add(LIMIT - 1);
      pair.scene().until(() -> received(pair) == LIMIT + 1);
      orders.add(1);
      orders.add(0);
      pair.scene().until(() -> pair.client().told.contains("end"));
      pair.client().transport().close();
      pair.untilOver();
      assertThat(read).hasValue(LIMIT + 1);
    }
  }
}
