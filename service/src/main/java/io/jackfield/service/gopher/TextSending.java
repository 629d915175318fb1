package io.jackfield.service.gopher;

import io.jackfield.protocol.gopher.TextEncoder;
import io.jackfield.reactor.Producer;
import io.jackfield.reactor.Transport;
import io.jackfield.service.folder.ServedFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file as a text, a piece when the client has taken the one before, and closes. Another
 * thread reads a piece and encodes it; the next is not read before the loop has it, so that all of
 * this belongs to one of the two at a time.
 */
final class TextSending implements Producer {
  /** What is read at once; encoded it may be twice as long. */
  static final int PIECE_BYTES = 16 << 10;

  private final Transport transport;
  private final ServedFile file;
  private final long size;
  private final TextEncoder encoder = new TextEncoder();
  private long offset;
  private boolean reading;
  private boolean ended;

  /**
   * Will send it.
   *
   * @param size how far: one that grows is sent as it was
   */
  TextSending(Transport transport, ServedFile file, long size) {
    this.transport = transport;
    this.file = file;
    this.size = size;
  }

  @Override
  public void request(long bytes) {
    if (reading) {
      return; // The rest is the other thread's now, and what it reads is still to be written.
    }
    if (ended) {
      transport.close(); // Not before: a close waits for a slow client no longer than its time-out.
    } else {
      reading = true;
      var _ = transport.reactor().deferToThread(this::piece).whenComplete(this::read);
    }
  }

  private ByteBuffer piece() throws IOException {
    var text = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, size - offset));
    if (text.hasRemaining() && file.read(text, offset) < 0) {
      throw new EOFException("the file has become shorter");
    }
    offset += text.position();
    ended = offset == size;
    ByteBuffer wire = encoder.encode(text.flip());
    if (!ended) {
      return wire;
    }
    ByteBuffer end = encoder.end();
    return ByteBuffer.allocate(wire.remaining() + end.remaining()).put(wire).put(end).flip();
  }

  private void read(@Nullable ByteBuffer wire, @Nullable Throwable failure) {
    reading = false;
    if (wire == null || failure != null) {
      transport.abort(); // A part must not pass for the whole.
    } else {
      transport.write(wire);
    }
  }
}
