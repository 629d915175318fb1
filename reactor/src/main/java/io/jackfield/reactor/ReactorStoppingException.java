package io.jackfield.reactor;

import java.io.IOException;

/** The reactor stops, and nothing more is waited for. */
public final class ReactorStoppingException extends IOException {
  private static final long serialVersionUID = 1L;

  ReactorStoppingException() {
    super("the reactor stops");
  }
}
