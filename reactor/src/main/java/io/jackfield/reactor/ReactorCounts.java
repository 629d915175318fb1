package io.jackfield.reactor;

/**
 * What a reactor has done since it was made; each figure by itself is exact.
 *
 * @param turns of its loop
 * @param completions told, timers and tasks run
 * @param opened connections made, accepted ones and others
 * @param closed connections lost
 * @param refused connections that could not be accepted, or that a factory did not want
 * @param receivedBytes of streams
 * @param sentBytes of streams
 * @param longestTurnNanos the longest time it was not waiting, of turns that did something: how
 *     late anything else could be
 */
public record ReactorCounts(
    long turns,
    long completions,
    long opened,
    long closed,
    long refused,
    long receivedBytes,
    long sentBytes,
    long longestTurnNanos) {

  /** The sums of both, and the longer of the longest turns. */
  public ReactorCounts plus(ReactorCounts other) {
    return new ReactorCounts(
        turns + other.turns,
        completions + other.completions,
        opened + other.opened,
        closed + other.closed,
        refused + other.refused,
        receivedBytes + other.receivedBytes,
        sentBytes + other.sentBytes,
        Math.max(longestTurnNanos, other.longestTurnNanos));
  }
}
