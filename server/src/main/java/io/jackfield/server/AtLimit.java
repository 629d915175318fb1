package io.jackfield.server;

/**
 * What an engine does when as many requests run as may.
 *
 * @param queued how many more are taken, and wait for their turn; nobody reads from them meanwhile
 * @param refuses whether what comes then is closed at once; else the server takes no more:
 *     connections wait in the kernel's queue, datagrams in its buffer until that is full
 */
public record AtLimit(int queued, boolean refuses) {
  /** Refuses a negative queue. */
  public AtLimit {
    if (queued < 0) {
      throw new IllegalArgumentException("a queue of " + queued + " requests");
    }
  }

  /** Takes no more until one is done. */
  public static AtLimit stopAccepting() {
    return new AtLimit(0, false);
  }

  /** Closes what comes. */
  public static AtLimit refuse() {
    return new AtLimit(0, true);
  }

  /** Lets so many wait, and closes what comes then. */
  public static AtLimit queue(int most) {
    return new AtLimit(most, true);
  }
}
