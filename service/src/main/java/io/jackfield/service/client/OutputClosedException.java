package io.jackfield.service.client;

import java.io.IOException;

/** Nobody reads what is printed any more: {@code … | head -1}. */
public final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** After a write that failed so. */
  public OutputClosedException(IOException cause) {
    super("the output cannot be written: " + cause.getMessage(), cause);
  }
}
