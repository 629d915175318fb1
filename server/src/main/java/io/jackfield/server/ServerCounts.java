package io.jackfield.server;

/**
 * What a server has done since it was opened.
 *
 * @param taken connections accepted or datagrams received
 * @param refused requests that {@link ServerHooks#verifyRequest} turned away
 * @param overloaded requests turned away for want of room: as {@link AtLimit} and {@link Limits}
 *     say
 * @param failed requests whose handler threw, other than the next three
 * @param timedOut conversations ended because the client was silent for too long
 * @param tooLong datagrams not answered because the answer exceeds {@link
 *     DatagramRequest#MAX_ANSWER_BYTES}
 * @param dropped datagrams not answered because too many answers waited for the network already
 */
public record ServerCounts(
    long taken,
    long refused,
    long overloaded,
    long failed,
    long timedOut,
    long tooLong,
    long dropped) {

  /** Of a server that has done nothing yet. */
  public static final ServerCounts NOTHING = new ServerCounts(0, 0, 0, 0, 0, 0, 0);

  /** The sums of both. */
  public ServerCounts plus(ServerCounts other) {
    return new ServerCounts(
        taken + other.taken,
        refused + other.refused,
        overloaded + other.overloaded,
        failed + other.failed,
        timedOut + other.timedOut,
        tooLong + other.tooLong,
        dropped + other.dropped);
  }

  /** For {@link #of}. */
  long[] inOrder() {
    return new long[] {taken, refused, overloaded, failed, timedOut, tooLong, dropped};
  }

  static ServerCounts of(long[] inOrder) {
    return new ServerCounts(
        inOrder[0], inOrder[1], inOrder[2], inOrder[3], inOrder[4], inOrder[5], inOrder[6]);
  }
}
