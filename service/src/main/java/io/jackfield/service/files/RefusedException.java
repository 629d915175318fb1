package io.jackfield.service.files;

import java.io.IOException;

/** The receiver will not have a file; the message has its reason. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String why) {
    super("the receiver refuses: " + why);
  }
}
