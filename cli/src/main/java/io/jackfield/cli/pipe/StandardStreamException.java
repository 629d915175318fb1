package io.jackfield.cli.pipe;

import io.jackfield.socket.BrokenPipeException;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.KernelFailure;
import java.io.IOException;

/** Standard input cannot be read, or standard output cannot be written. */
public final class StandardStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  StandardStreamException(IOException cause) {
    super(sentence(cause), cause);
  }

  private static String sentence(IOException cause) {
    if (!(cause instanceof KernelFailure failed)) {
      return "standard input and output: " + cause.getMessage();
    }
    CallFailure failure = failed.failure();
    String stream =
        switch (failure.call()) {
          case "recv", "read" -> "standard input";
          case "send", "sendmsg", "sendfile", "write" -> "standard output";
          default -> "standard input and output"; // A call for both, as splice is.
        };
    Errno errno = failure.errno();
    return stream + ": " + errno.meaning() + " (" + errno.symbol() + ")";
  }

  /** Whether nobody reads standard output any more, as in {@code … | head -1}: nobody's fault. */
  public boolean isOutputClosed() {
    return getCause() instanceof BrokenPipeException;
  }
}
