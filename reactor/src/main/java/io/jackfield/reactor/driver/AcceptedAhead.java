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

  /** Why the request ended, a negated errno, to be told behind them; 0 for nothing to be told. */
  int failure;

  /** Whether others have the listener too, who are to get theirs, or descriptors are few. */
  boolean isOver;

  /** Whether it waits in the driver's list of those with something to tell. */
  boolean isDue;

  AcceptedAhead(ProtocolFamily family) {
    this.family = family;
  }

  boolean hasUntold() {
    return !held.isEmpty() || failure != 0;
  }

  /** Whether a request that lasts is to accept. */
  boolean isWanted() {
    return !isOver && room >= MUCH_ROOM && held.size() < MANY && failure == 0;
  }
}
