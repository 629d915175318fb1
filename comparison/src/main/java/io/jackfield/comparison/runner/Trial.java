package io.jackfield.comparison.runner;

import java.io.IOException;

/** One server at one work: made ready by whoever opens it, then measured once a round. */
interface Trial extends AutoCloseable {
  /**
   * Measures once.
   *
   * @throws IOException if that failed, or the server did something wrong
   */
  Sample measure() throws IOException;

  @Override
  void close();
}
