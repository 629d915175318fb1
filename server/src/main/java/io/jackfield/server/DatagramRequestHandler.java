package io.jackfield.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Answers one datagram: what {@link #handle} writes to {@link #out} is sent as one datagram when it
 * returns (not when it throws). Without a call of {@link #out} nothing is answered; with one, an
 * empty answer is sent too.
 */
public abstract class DatagramRequestHandler extends BaseRequestHandler<DatagramRequest> {
  private @Nullable ByteArrayOutputStream answer;

  /** Made by the server, one a request. */
  protected DatagramRequestHandler() {}

  /** What the client sent. */
  protected final byte[] data() {
    return request().data();
  }

  /** The answer, gathered here. */
  protected final ByteArrayOutputStream out() {
    ByteArrayOutputStream begun = answer;
    if (begun == null) {
      begun = new ByteArrayOutputStream(request().length() + 64);
      answer = begun;
    }
    return begun;
  }

  /**
   * Sends the answer.
   *
   * @throws AnswerTooLongException if it exceeds {@link DatagramRequest#MAX_ANSWER_BYTES}; nothing
   *     is sent then
   */
  @Override
  protected void finish() throws IOException {
    ByteArrayOutputStream whole = answer;
    if (whole == null || !handled) {
      return;
    }
    request().reply(ByteBuffer.wrap(whole.toByteArray()));
  }
}
