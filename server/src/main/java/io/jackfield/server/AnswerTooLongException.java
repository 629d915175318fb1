package io.jackfield.server;

import java.io.IOException;

/** An answer does not fit into a datagram; it was not sent. */
public final class AnswerTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An answer of {@code lengthBytes}, more than {@link DatagramRequest#MAX_ANSWER_BYTES}. */
  public AnswerTooLongException(int lengthBytes) {
    super(
        "an answer of %d bytes does not fit into a datagram (at most %d); not answered"
            .formatted(lengthBytes, DatagramRequest.MAX_ANSWER_BYTES));
  }
}
