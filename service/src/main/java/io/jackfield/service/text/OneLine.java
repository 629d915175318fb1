package io.jackfield.service.text;

import io.jackfield.server.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The rules of a service that takes one line, at most {@link Lines#LIMIT_BYTES} long, answers it
 * and closes. What a stream has at its end without a line's end counts as a line; nothing at all
 * has no answer.
 */
public abstract class OneLine implements Exchange {
  private static final byte[] REFUSAL =
      ("error: a line has at most " + Lines.LIMIT_BYTES + " bytes\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** For each conversation anew. */
  protected OneLine() {}

  /** Answers the line, which has the end it came with. */
  protected abstract void answer(byte[] line, Answer answer) throws IOException;

  @Override
  public final Next received(ByteBuffer chunk, Answer answer) throws IOException {
    int count = 0;
    boolean whole = false;
    while (!whole && count < chunk.remaining()) {
      whole = chunk.get(chunk.position() + count) == '\n';
      count++;
    }
    if (line.size() + count > Lines.LIMIT_BYTES) {
      answer.write(REFUSAL);
      return Next.CUT_OFF;
    }
    byte[] part = new byte[count];
    chunk.get(part);
    line.writeBytes(part);
    if (!whole) {
      return Next.MORE;
    }
    answer(line.toByteArray(), answer);
    return Next.DONE;
  }

  @Override
  public final void ended(Answer answer) throws IOException {
    if (isMidway()) {
      answer(line.toByteArray(), answer);
    }
  }

  @Override
  public final boolean isMidway() {
    return line.size() > 0;
  }
}
