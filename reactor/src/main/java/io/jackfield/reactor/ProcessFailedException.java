package io.jackfield.reactor;

import java.io.IOException;

/** A command whose input and output were a connection has failed: its exit code is not 0. */
public final class ProcessFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A record of one number, which can be written with any exception. */
  private final int code;

  ProcessFailedException(long pid, ExitStatus status) {
    super("process " + pid + " failed: its exit code is " + status.code());
    this.code = status.code();
  }

  /** How it ended. */
  public ExitStatus status() {
    return new ExitStatus(code);
  }
}
