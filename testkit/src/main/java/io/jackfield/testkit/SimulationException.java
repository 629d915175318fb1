package io.jackfield.testkit;

/**
 * A simulated run failed or came to a standstill; the message tells the seed that replays it. The
 * cause is what a loop threw, if one did.
 */
public final class SimulationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long seed;

  SimulationException(long seed, String message, Throwable cause) {
    super(message, cause);
    this.seed = seed;
  }

  SimulationException(long seed, String message) {
    super(message);
    this.seed = seed;
  }

  /** What {@link SimulatedNetwork#SimulatedNetwork(long)} takes to replay it. */
  public long seed() {
    return seed;
  }
}
