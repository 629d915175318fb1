package io.jackfield.reactor;

/**
 * What is settled once after each callback, however much was asked for in it: by itself where it is
 * what is being told, as nearly always, else by way of the loop's list. Belongs to the thread of
 * its loop.
 */
abstract class SettledStream implements EventLoop.Unsettled {
  /** Nothing waits for the end of the callback that goes on. */
  private static final byte NOTHING = 0;

  /** It is in the loop's list of those to be settled. */
  private static final byte LISTED = 1;

  /** It is what is being told, so it settles itself; nothing has been asked for yet. */
  private static final byte TOLD = 2;

  /** Likewise, and something was asked for. */
  private static final byte ASKED = 3;

  /** At hand: it is asked for several times a message. */
  private final EventLoop loop;

  /** {@link #NOTHING}, or another of these. */
  private byte settling;

  SettledStream(EventLoop loop) {
    this.loop = loop;
  }

  final EventLoop loop() {
    return loop;
  }

  /** Sends and tells what there is to be sent and told. */
  abstract void settleNow();

  @Override
  public final void settle() {
    settling = NOTHING;
    settleNow();
  }

  /** Something was asked for. */
  final void settleSoon() {
    if (settling == NOTHING) {
      settling = LISTED;
      loop.unsettled(this);
    } else if (settling == TOLD) {
      settling = ASKED;
    }
  }

  /** It is told something; returns whether it settles itself then, for {@link #endTelling}. */
  final boolean beginTelling() {
    boolean isOurs = settling == NOTHING;
    if (isOurs) {
      settling = TOLD;
    }
    return isOurs;
  }

  /**
   * It was told: settles it, if that is its own to do.
   *
   * @param isOurs what {@link #beginTelling} returned
   * @param isOver false where something was thrown
   */
  final void endTelling(boolean isOurs, boolean isOver) {
    if (isOurs) {
      boolean asked = settling == ASKED;
      settling = NOTHING;
      if (asked && isOver) {
        settle();
      } else if (asked) {
        settleSoon(); // What was thrown ends the loop, and with it this.
      }
    }
  }
}
