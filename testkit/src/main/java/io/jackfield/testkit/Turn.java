package io.jackfield.testkit;

/**
 * One turn of an event loop, as {@link SimulatedNetwork#drive} wants it: wait, tell what completed,
 * run what is due. Usually {@code loop::turn}. Called by the test's thread.
 */
@FunctionalInterface
public interface Turn {
  /**
   * Runs one turn, which waits once by {@link io.jackfield.reactor.driver.Driver#await}.
   *
   * @return how much it did; 0 if nothing, and only then does the loop rest until something comes
   *     or the time it waited for is up
   * @throws Exception which fails the run
   */
  int turn() throws Exception;
}
