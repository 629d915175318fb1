package io.jackfield.service.files;

import io.jackfield.service.client.ServiceStream;
import io.jackfield.socket.MessageFlag;
import io.jackfield.socket.OpenFile;
import io.jackfield.socket.Socket;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A sender's connection, in the clear or under TLS; its calls wait. For one thread. */
final class Wire implements AutoCloseable {
  /** What is read of a file at once, where the kernel does not send it. */
  private static final int PIECE_BYTES = 256 * 1024;

  private final ServiceStream stream;

  /** For what only a socket can do; null under TLS. */
  private final @Nullable Socket plain;

  /** Over a connection that is this one's to close from now on. */
  Wire(ServiceStream stream) {
    this.stream = stream;
    plain = stream.socket();
  }

  /** How long each call may wait from now on. */
  void timeout(Duration limit) {
    stream.timeout(limit);
  }

  void write(ByteBuffer bytes) throws IOException {
    stream.sendAll(bytes);
  }

  /** Waits for bytes; -1 at the end of the stream. */
  int read(ByteBuffer into) throws IOException {
    return stream.receive(into);
  }

  /**
   * Whatever has arrived, without waiting; 0 for nothing. Under TLS, which cannot be asked so,
   * always.
   */
  int readArrived(ByteBuffer into) throws IOException {
    return plain == null ? 0 : Math.max(0, plain.receive(into, MessageFlag.DONT_WAIT));
  }

  /** Whether the kernel sends files here. */
  boolean sendsFiles() {
    return plain != null;
  }

  /**
   * Sends a part of a file.
   *
   * @throws EOFException if the file ends before that
   */
  void sendFile(OpenFile file, long offset, long count) throws IOException {
    if (plain == null) {
      sendPieces(file, offset, count);
    } else {
      sendByKernel(plain, file, offset, count);
    }
  }

  private static void sendByKernel(Socket socket, OpenFile file, long offset, long count)
      throws IOException {
    for (long sent = 0; sent < count; ) {
      long more = socket.sendFile(file, offset + sent, count - sent);
      if (more == 0) {
        throw new EOFException();
      }
      sent += more;
    }
  }

  private void sendPieces(OpenFile file, long offset, long count) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, count));
    try (OpenFile.Use use = file.use()) {
      for (long sent = 0; sent < count; ) {
        piece.clear().limit((int) Math.min(piece.capacity(), count - sent));
        int came = use.read(piece, offset + sent);
        if (came < 0) {
          throw new EOFException();
        }
        sent += came;
        write(piece.flip());
      }
    }
  }

  /** Says that nothing more comes. */
  void endOutput() throws IOException {
    stream.endOutput();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
