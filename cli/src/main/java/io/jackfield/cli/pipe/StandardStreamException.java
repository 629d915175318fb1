package io.jackfield.cli.pipe;

import io.jackfield.socket.BrokenPipeException;
import java.io.IOException;

/** Standard input cannot be read, or standard output cannot be written. */
public final class StandardStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  StandardStreamException(IOException cause) {
    super("standard input and output: " + cause.getMessage(), cause);
  }

  /** Whether nobody reads standard output any more, as in {@code … | head -1}: nobody's fault. */
  public boolean isOutputClosed() {
    return getCause() instanceof BrokenPipeException;
  }
}
