package io.jackfield.testkit;

import java.time.Duration;
import java.util.Random;

/**
 * How a way from one node to another treats packets. Immutable.
 *
 * @param minLatencyNanos what every packet takes at least
 * @param spreadNanos what random latency adds: at most so much, or so much on average
 * @param exponential whether the random part is exponentially distributed, with a long tail, or
 *     uniformly
 * @param bytesPerSecond bandwidth; 0 for no limit. Packets that wait for it queue up without limit
 * @param loss the share of packets lost, 0 to 1. A stream repeats what was lost, and so stalls
 * @param duplication the share of datagrams that arrive twice, 0 to 1
 * @param reordering the share of datagrams held back so that later ones overtake them, 0 to 1
 */
public record LinkProfile(
    long minLatencyNanos,
    long spreadNanos,
    boolean exponential,
    long bytesPerSecond,
    double loss,
    double duplication,
    double reordering) {

  /** Inside a machine: 5 to 25 µs. */
  public static final LinkProfile LOOPBACK =
      between(Duration.ofNanos(5_000), Duration.ofNanos(25_000));

  /** A local network, the default between nodes: 100 to 300 µs. */
  public static final LinkProfile LAN =
      between(Duration.ofNanos(100_000), Duration.ofNanos(300_000));

  /** A far and busy one: 20 ms and more, 1 % lost, some duplicated and reordered. */
  public static final LinkProfile POOR =
      atLeast(Duration.ofMillis(20), Duration.ofMillis(10))
          .withBandwidth(250_000)
          .withLoss(0.01)
          .withDuplication(0.01)
          .withReordering(0.02);

  /** Checks the ranges. */
  public LinkProfile {
    if (minLatencyNanos < 0 || spreadNanos < 0 || bytesPerSecond < 0) {
      throw new IllegalArgumentException("latency and bandwidth are 0 or more");
    }
    requireShare(loss);
    requireShare(duplication);
    requireShare(reordering);
  }

  private static void requireShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is 0 to 1, not " + share);
    }
  }

  /** Every packet takes this long. */
  public static LinkProfile fixed(Duration latency) {
    return between(latency, latency);
  }

  /** Anything between the two, equally likely. */
  public static LinkProfile between(Duration min, Duration max) {
    return new LinkProfile(min.toNanos(), max.minus(min).toNanos(), false, 0, 0, 0, 0);
  }

  /** {@code min} and an exponentially distributed time of this mean. */
  public static LinkProfile atLeast(Duration min, Duration meanMore) {
    return new LinkProfile(min.toNanos(), meanMore.toNanos(), true, 0, 0, 0, 0);
  }

  /** The same with another bandwidth. */
  public LinkProfile withBandwidth(long newBytesPerSecond) {
    return new LinkProfile(
        minLatencyNanos,
        spreadNanos,
        exponential,
        newBytesPerSecond,
        loss,
        duplication,
        reordering);
  }

  /** The same with another share lost. */
  public LinkProfile withLoss(double share) {
    return new LinkProfile(
        minLatencyNanos, spreadNanos, exponential, bytesPerSecond, share, duplication, reordering);
  }

  /** The same with another share of datagrams duplicated. */
  public LinkProfile withDuplication(double share) {
    return new LinkProfile(
        minLatencyNanos, spreadNanos, exponential, bytesPerSecond, loss, share, reordering);
  }

  /** The same with another share of datagrams overtaken. */
  public LinkProfile withReordering(double share) {
    return new LinkProfile(
        minLatencyNanos, spreadNanos, exponential, bytesPerSecond, loss, duplication, share);
  }

  /** One packet's latency. */
  long latencyNanos(Random random) {
    if (spreadNanos == 0) {
      return minLatencyNanos;
    }
    double share = random.nextDouble();
    return minLatencyNanos + (long) (spreadNanos * (exponential ? -Math.log1p(-share) : share));
  }
}
