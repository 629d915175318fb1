package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens: every byte in order, or a reason given. */
@Timeout(60)
final class SimulatedChaosTest {
  private static final Duration LONG = Duration.ofMinutes(30);

  /** {@code -Djackfield.seed=N} replays one. */
  private static LongStream seeds() {
    Long only = Long.getLong("jackfield.seed");
    return only == null ? LongStream.rangeClosed(1, 50) : LongStream.of(only);
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[400_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void withGentleChaosEverythingArrives(long seed) throws Exception {
    var network = new SimulatedNetwork(seed);
    byte[] all = bytes(seed);
    try (var ends = new SimulatedEnds(network)) {
      network.chaos(Chaos.GENTLE, Duration.ofSeconds(20));
      ends.client().send(all);
      ends.server().send(all);
      network.runUntil(
          () ->
              ends.server().received.size() == all.length
                  && ends.client().received.size() == all.length,
          LONG);
      assertThat(ends.server().received.toByteArray()).isEqualTo(all);
      assertThat(ends.client().received.toByteArray()).isEqualTo(all);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void withAnyChaosWhatArrivesIsABeginningAndTheRestHasAReason(long seed) throws Exception {
    var network = new SimulatedNetwork(seed);
    byte[] all = bytes(seed);
    try (var ends = new SimulatedEnds(network)) {
      network.chaos(Chaos.USUAL, LONG);
      ends.client().send(all);
      network.runUntil(
          () ->
              ends.server().received.size() == all.length
                  || ends.client().sendError != 0
                  || ends.client().ended != null
                  || ends.server().ended != null,
          LONG);
      byte[] arrived = ends.server().received.toByteArray();
      assertThat(arrived).isEqualTo(Arrays.copyOf(all, arrived.length));
    }
  }
}
