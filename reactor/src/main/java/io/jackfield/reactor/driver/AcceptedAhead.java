package io.jackfield.reactor.driver;

import java.net.ProtocolFamily;
import java.util.ArrayDeque;

/**
 * Of a listener that is accepted from by one request for all connections: those that have come and
 * were not told yet. The kernel takes what there is, whatever a limit says; so that is asked of it
 * only while there is room for more than one wait can bring.
 */
final class AcceptedAhead {
  /** What one wait brings fits into the ring of completions; and as much again. */
  static final int MUCH_ROOM = 2 * UringDriver.COMPLETIONS;

  /** With so many that were not told yet no more are taken in. */
  private static final int MANY = ReadyDriver.ACCEPTS_A_TURN;

  /** The listener's, and so theirs. */
  final ProtocolFamily family;

  /** In the order they came. */
  final ArrayDeque<KernelHandle> held = new ArrayDeque<>();

  /** How many connections more are wanted. */
  int room;

  /** Whether others have the listener too, who are to get theirs. */
  boolean isShared;

  /**
   * Whether the ordinary call accepts until it has got one with a number that is not high:
   * descriptors are few, or the request has failed, of which the call finds out why.
   */
  boolean isByCall;

  /** Whether it waits in the driver's list of those with something to tell. */
  boolean isDue;

  AcceptedAhead(ProtocolFamily family) {
    this.family = family;
  }

  /** Whether a request that lasts is to accept. */
  boolean isWanted() {
    return !isShared && !isByCall && room >= MUCH_ROOM && held.size() < MANY;
  }

  /** How many may be told in a turn: all at once where the listener may end as ours at any time. */
  int toldATurn() {
    return isShared ? Integer.MAX_VALUE : ReadyDriver.ACCEPTS_A_TURN;
  }
}
