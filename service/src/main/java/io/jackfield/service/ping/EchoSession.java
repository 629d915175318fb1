package io.jackfield.service.ping;

import java.util.Arrays;

/**
 * Which requests are under way: a number for each, what became of it, and when it was sent. There
 * are 65,536 numbers; then they begin anew, and an answer counts for the latest request of its
 * number. Does no I/O. Used by one thread.
 */
final class EchoSession {
  static final int NUMBERS = 0x10000;

  /** What an answer is. */
  enum Answer {
    /** The first to its request. */
    FIRST,
    /** There was one already. */
    DUPLICATE,
    /** Nothing with this number was ever sent: it is somebody else's. */
    UNKNOWN
  }

  private enum State {
    UNUSED,
    WAITING,
    /** A problem came back, which may yet be followed by an answer. */
    TROUBLED,
    ANSWERED
  }

  private final State[] states = new State[NUMBERS];
  private final long[] sentNanos = new long[NUMBERS];
  private long sent;
  private int waiting;

  EchoSession() {
    Arrays.fill(states, State.UNUSED);
  }

  /** The number of the next request: from 1 on, after 65,535 comes 0. */
  int next() {
    sent++;
    int sequence = (int) (sent % NUMBERS);
    if (states[sequence] != State.WAITING) {
      waiting++; // Else one is given up for the other.
    }
    states[sequence] = State.WAITING;
    return sequence;
  }

  /** Takes note of when a request was sent. */
  void sent(int sequence, long nanos) {
    sentNanos[sequence] = nanos;
  }

  /** Takes note of an answer. */
  Answer answered(int sequence) {
    State before = states[sequence];
    switch (before) {
      case UNUSED -> {
        return Answer.UNKNOWN;
      }
      case WAITING -> waiting--;
      case TROUBLED, ANSWERED -> {}
    }
    states[sequence] = State.ANSWERED;
    return before == State.ANSWERED ? Answer.DUPLICATE : Answer.FIRST;
  }

  /** Takes note of a problem; false if nothing with this number was ever sent. */
  boolean troubled(int sequence) {
    if (states[sequence] == State.WAITING) {
      waiting--;
      states[sequence] = State.TROUBLED;
    }
    return states[sequence] != State.UNUSED;
  }

  /** When the latest request of this number was sent. */
  long sentNanos(int sequence) {
    return sentNanos[sequence];
  }

  /** How many were sent in all. */
  long sent() {
    return sent;
  }

  /** Whether nothing has come back of some of them. */
  boolean isWaiting() {
    return waiting > 0;
  }
}
