package io.jackfield.reactor.endpoint;

import java.io.IOException;

/** No socket was passed to this process by that name; the message says what was. */
public final class PassedSocketException extends IOException {
  private static final long serialVersionUID = 1L;

  PassedSocketException(String message) {
    super(message);
  }
}
