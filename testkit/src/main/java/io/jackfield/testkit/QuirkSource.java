package io.jackfield.testkit;

import java.util.Random;

/** Draws a network's {@link Quirks}; draws nothing where one cannot happen. */
final class QuirkSource {
  private final Random random;
  private Quirks quirks = Quirks.ALL;

  QuirkSource(Random random) {
    this.random = random;
  }

  void become(Quirks newQuirks) {
    quirks = newQuirks;
  }

  private boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  int shortReceive(int count) {
    return happens(quirks.shortReceives()) ? 1 + random.nextInt(count) : count;
  }

  int shortSend(int count) {
    return happens(quirks.shortSends()) ? 1 + random.nextInt(count) : count;
  }

  boolean pendingSend() {
    return happens(quirks.pendingSends());
  }

  boolean lateReceive() {
    return happens(quirks.lateReceives());
  }

  boolean postponed() {
    return happens(quirks.postponed());
  }

  /** One order or the other, where both are allowed; true without quirks. */
  boolean either() {
    return quirks.equals(Quirks.NONE) || random.nextBoolean();
  }
}
