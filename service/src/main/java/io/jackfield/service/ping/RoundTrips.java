package io.jackfield.service.ping;

/** The times of round trips, in nanoseconds: kept as sums, however many. Used by one thread. */
final class RoundTrips {
  private long count;
  private long min = Long.MAX_VALUE;
  private long max;
  private double mean;

  /** The sum of the squares of the differences from the mean, after Welford. */
  private double squares;

  void add(long nanos) {
    count++;
    min = Math.min(min, nanos);
    max = Math.max(max, nanos);
    double difference = nanos - mean;
    mean += difference / count;
    squares += difference * (nanos - mean);
  }

  long min() {
    return count == 0 ? 0 : min;
  }

  long max() {
    return max;
  }

  long average() {
    return Math.round(mean);
  }

  /** The standard deviation, which ping(8) calls mdev. */
  long deviation() {
    return count == 0 ? 0 : Math.round(Math.sqrt(squares / count));
  }
}
