package io.jackfield.socket;

/** An option was to be set that can only be read, or the other way round; nothing was done. */
public final class OptionAccessException extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;

  OptionAccessException(String message) {
    super(message);
  }
}
