package io.jackfield.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's output, gathered up to {@link #GATHERED_BYTES} and then sent on its own. Used by
 * the handler's thread alone.
 */
final class RequestOutput extends OutputStream {
  /** A full chunk with something before it still leaves in one piece. */
  static final int GATHERED_BYTES = RequestInput.CHUNK_BYTES + 512;

  /** Where the bytes go. */
  interface Sink {
    void send(ByteBuffer from) throws IOException;

    /** Ends the sending half. */
    void end() throws IOException;
  }

  private final Sink sink;

  /** What was written and not yet sent: up to its position. Made when first needed. */
  private @Nullable ByteBuffer gathered;

  RequestOutput(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    ByteBuffer buffer = gathered;
    if (buffer == null) {
      buffer = ByteBuffer.allocate(GATHERED_BYTES);
      gathered = buffer;
    }
    if (length > buffer.remaining()) {
      flush();
    }
    if (length > buffer.remaining()) {
      sink.send(ByteBuffer.wrap(from, offset, length));
    } else {
      buffer.put(from, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    ByteBuffer buffer = gathered;
    if (buffer != null && buffer.position() > 0) {
      buffer.flip();
      try {
        sink.send(buffer);
      } finally {
        buffer.clear();
      }
    }
  }

  /** Sends what is gathered, then the end of the stream; the client can go on sending. */
  @Override
  public void close() throws IOException {
    flush();
    sink.end();
  }
}
