package io.jackfield.cli;

import io.jackfield.socket.StandardStream;

/** How wide what is printed may be. */
final class Columns {
  /** Of a terminal that does not say. */
  private static final int USUAL = 80;

  private Columns() {}

  /** As wide as the terminal; where there is none a line is not broken, for grep and its like. */
  static int of(StandardStream stream) {
    try {
      return stream.isTerminal() ? stream.columns().orElse(USUAL) : Integer.MAX_VALUE;
    } catch (LinkageError | UnsupportedOperationException e) {
      return Integer.MAX_VALUE; // Without native access, which 'doctor' tells of.
    }
  }
}
