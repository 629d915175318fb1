package io.jackfield.server;

import java.net.SocketTimeoutException;

/** The client was silent, or did not read, for longer than the server's idle time-out. */
public final class IdleTimeoutException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  IdleTimeoutException(SocketTimeoutException cause) {
    super(cause.getMessage());
    initCause(cause);
  }
}
