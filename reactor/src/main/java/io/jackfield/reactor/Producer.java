package io.jackfield.reactor;

/**
 * Who writes only as much as there is room for: credit-based back-pressure. Called by the loop's
 * thread, in turns of its own, never inside a write.
 */
@FunctionalInterface
public interface Producer {
  /**
   * There is room: write up to {@code bytes} now or later; more is asked for when what waits has
   * come down to the low mark.
   */
  void request(long bytes);
}
