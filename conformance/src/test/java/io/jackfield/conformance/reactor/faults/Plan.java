package io.jackfield.conformance.reactor.faults;

import java.time.Duration;

/**
 * What one end of a connection is going to do.
 *
 * @param bytes it sends, its number included
 * @param piece how many of them at a time
 * @param gap between two pieces
 * @param pauses the probability that it stops reading for a while after it received something
 */
record Plan(
    int bytes,
    int piece,
    Pace pace,
    Duration gap,
    Finish finish,
    Duration finishAfter,
    double pauses,
    Duration pause) {
  private static final int PIECES = 60;

  /** From where it writes. */
  enum Pace {
    AT_ONCE,
    BY_TIMERS,
    BY_TASKS,
    BETWEEN_TURNS,
    AS_ASKED,
    /** Sends back what it receives. */
    ECHO
  }

  /** What it does when it has sent all. */
  enum Finish {
    HALF_CLOSE,
    CLOSE,
    CLOSE_AFTER_THE_PEER,
    /** Nothing: it closes when the peer has ended. */
    LEAVE,
    /** Wherever it is at that time. */
    ABORT,
    THROW
  }

  static Plan of(Dice dice, boolean server, boolean harsh, int most) {
    int size = dice.oneOf(4, 5, 1_000, 20_000, 60_000);
    Pace pace = dice.oneOf(Pace.values());
    boolean rude = dice.chance(harsh ? 0.25 : 0.1);
    int bytes = Math.min(most, dice.chance(0.02) ? 200_000 : dice.between(4, size));
    return new Plan(
        bytes,
        Math.max(bytes / PIECES, dice.between(1, dice.oneOf(10, 3_000, 40_000))),
        pace == Pace.ECHO && !server ? Pace.AT_ONCE : pace,
        dice.micros(1, dice.oneOf(1, 300, 5_000)),
        rude
            ? dice.oneOf(Finish.ABORT, Finish.THROW)
            : dice.oneOf(
                Finish.HALF_CLOSE,
                Finish.HALF_CLOSE,
                Finish.CLOSE,
                Finish.CLOSE_AFTER_THE_PEER,
                Finish.LEAVE),
        dice.micros(0, dice.oneOf(500, 20_000)),
        dice.chance(0.4) ? 0.3 : 0,
        dice.micros(0, dice.oneOf(10, 3_000, 3_000_000)));
  }

  boolean echoes() {
    return pace == Pace.ECHO;
  }

  boolean isRude() {
    return finish == Finish.ABORT || finish == Finish.THROW;
  }
}
