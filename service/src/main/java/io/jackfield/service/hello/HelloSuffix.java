package io.jackfield.service.hello;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.server.Exchange;
import io.jackfield.server.RequestInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One chunk {@code DATA} is answered {@code DATAHello}, every byte of it kept; then it closes. */
public final class HelloSuffix implements Exchange {
  private static final byte[] SUFFIX = "Hello".getBytes(US_ASCII);

  @Override
  public Next received(ByteBuffer chunk, Answer answer) throws IOException {
    // Who sends as much as a chunk can have may be in the midst of more.
    boolean isFull = chunk.remaining() == RequestInput.CHUNK_BYTES;
    answer.write(chunk);
    answer.write(SUFFIX);
    return isFull ? Next.CUT_OFF : Next.DONE;
  }
}
