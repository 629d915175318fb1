package io.jackfield.conformance.reactor.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A run's decisions, all of one seed. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  Duration micros(int least, int most) {
    return Duration.ofNanos(1_000L * between(least, most));
  }

  Duration millis(int least, int most) {
    return micros(1_000 * least, 1_000 * most);
  }
}
