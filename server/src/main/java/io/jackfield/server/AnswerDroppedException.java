package io.jackfield.server;

import java.io.IOException;

/** An answer found the queue of its socket full, and was dropped. */
public final class AnswerDroppedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An answer beside {@code messages} of together {@code bytes} that wait to be sent. */
  public AnswerDroppedException(int messages, long bytes) {
    super(
        "an answer was dropped: %d messages, %d bytes wait already for the network"
            .formatted(messages, bytes));
  }
}
