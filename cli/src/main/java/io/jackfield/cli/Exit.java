package io.jackfield.cli;

/** The command's exit codes, on which scripts rely. */
final class Exit {
  static final int DONE = 0;

  /** The work failed: refused, timed out, not found. */
  static final int FAILED = 1;

  /** Wrong usage. */
  static final int USAGE = 2;

  /** Cannot listen: the address is in use or not permitted. */
  static final int CANNOT_LISTEN = 3;

  /** The machine, or this version of the program, lacks something. */
  static final int LACKING = 4;

  private Exit() {}
}
