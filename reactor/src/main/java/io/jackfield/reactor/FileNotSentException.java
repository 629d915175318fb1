package io.jackfield.reactor;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What {@link Transport#sendFile} was to send has not gone, or not all of it. */
public final class FileNotSentException extends IOException {
  /** For transports. */
  public FileNotSentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
