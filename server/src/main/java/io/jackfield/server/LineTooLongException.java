package io.jackfield.server;

import java.io.IOException;

/** The peer sent a line longer than the reader takes; what was read of it is gone. */
public final class LineTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int limitBytes;

  /** A line without its end within {@code limitBytes}. */
  public LineTooLongException(int limitBytes) {
    super("a line is longer than " + limitBytes + " bytes");
    this.limitBytes = limitBytes;
  }

  /** The limit, in bytes, the line's end included. */
  public int limitBytes() {
    return limitBytes;
  }
}
