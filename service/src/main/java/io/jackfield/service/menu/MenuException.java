package io.jackfield.service.menu;

import java.io.IOException;

/** A menu's file is wrong: which, where, and what is to be done, as the message says. */
public final class MenuException extends IOException {
  private static final long serialVersionUID = 1L;

  MenuException(String message) {
    super(message);
  }
}
