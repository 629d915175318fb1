package io.jackfield.server;

/**
 * What a server has done since it was opened.
 *
 * @param taken connections accepted or datagrams received
 * @param refused requests that {@link ServerHooks#verifyRequest} turned away
 * @param failed requests whose handler threw, other than the next three
 * @param timedOut conversations ended because the client was silent for too long
 * @param tooLong datagrams not answered because the answer exceeds {@link
 *     DatagramRequest#MAX_ANSWER_BYTES}
 * @param dropped datagrams not answered because too many answers waited for the network already
 */
public record ServerCounts(
    long taken, long refused, long failed, long timedOut, long tooLong, long dropped) {

  /** The sums of both. */
  public ServerCounts plus(ServerCounts other) {
    return new ServerCounts(
        taken + other.taken,
        refused + other.refused,
        failed + other.failed,
        timedOut + other.timedOut,
        tooLong + other.tooLong,
        dropped + other.dropped);
  }
}
