package io.jackfield.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's output, gathered up to {@link Buffers#BYTES} and then sent on its own. Used by
 * the handler's thread alone.
 */
final class RequestOutput extends OutputStream {
  /** Where the bytes go. */
  interface Sink {
    void send(ByteBuffer from) throws IOException;

    /** Ends the sending half. */
    void end() throws IOException;
  }

  private final Sink sink;

  /** What was written and not yet sent: up to its position. Null for nothing. */
  private @Nullable ByteBuffer gathered;

  private boolean isOver;

  RequestOutput(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (isOver) {
      throw new ClosedChannelException();
    }
    if (gathered != null && length > gathered.remaining()) {
      flush();
    }
    if (length > Buffers.BYTES) {
      sink.send(ByteBuffer.wrap(from, offset, length));
      return;
    }
    ByteBuffer buffer = gathered;
    if (buffer == null) {
      buffer = Buffers.SHARED.take();
      gathered = buffer;
    }
    buffer.put(from, offset, length);
  }

  @Override
  public void flush() throws IOException {
    ByteBuffer buffer = gathered;
    if (buffer != null) {
      gathered = null;
      try {
        sink.send(buffer.flip());
      } finally {
        Buffers.SHARED.giveBack(buffer);
      }
    }
  }

  /** The conversation is over: nothing more can be written. */
  void over() {
    isOver = true;
    ByteBuffer buffer = gathered;
    if (buffer != null) {
      gathered = null;
      Buffers.SHARED.giveBack(buffer);
    }
  }

  /** Sends what is gathered, then the end of the stream; the client can go on sending. */
  @Override
  public void close() throws IOException {
    flush();
    sink.end();
  }
}
