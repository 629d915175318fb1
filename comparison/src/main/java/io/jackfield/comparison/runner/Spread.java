package io.jackfield.comparison.runner;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How numbers lie: half of them are below the median, a tenth below {@code tenth}, a tenth above
 * {@code ninetieth}.
 *
 * @param count how many there were, at least one
 */
record Spread(double tenth, double median, double ninetieth, int count) {
  /** Empty if there are no numbers. */
  static Optional<Spread> of(List<Double> numbers) {
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Optional.of(
        new Spread(
            quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9), sorted.length));
  }

  /** Between two numbers by their distance (Hyndman and Fan 1996, definition 7). */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** For tests. */
  static Spread of(double... numbers) {
    return of(Arrays.stream(numbers).boxed().toList()).orElseThrow();
  }
}
