package io.jackfield.protocol.gopher;

import java.io.IOException;

/** What arrived is not Gopher, or more of it than is taken; or it is a server's refusal. */
public final class GopherException extends IOException {
  private static final long serialVersionUID = 1L;

  GopherException(String message) {
    super(message);
  }
}
