package io.jackfield.service.files;

import io.jackfield.socket.MessageFlag;
import io.jackfield.socket.OpenFile;
import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.tls.TlsStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A sender's connection, in the clear or under TLS; its calls wait. For one thread. */
final class Wire implements AutoCloseable {
  /** What is read of a file at once, where the kernel does not send it. */
  private static final int PIECE_BYTES = 256 * 1024;

  private final Socket socket;
  private final @Nullable TlsStream secure;

  /**
   * Over a connected socket, from now on this one's to close.
   *
   * @param secure TLS over that socket; null for none
   */
  Wire(Socket socket, @Nullable TlsStream secure) {
    this.socket = socket;
    this.secure = secure;
  }

  /** How long each call may wait from now on. */
  void timeout(Duration limit) {
    socket.timeout(limit);
  }

  void write(ByteBuffer bytes) throws IOException {
    if (secure == null) {
      socket.sendAll(bytes);
      return;
    }
    while (bytes.hasRemaining()) {
      secure.write(bytes);
    }
  }

  /** Waits for bytes; -1 at the end of the stream. */
  int read(ByteBuffer into) throws IOException {
    return secure == null ? socket.receive(into) : secure.read(into);
  }

  /**
   * Whatever has arrived, without waiting; 0 for nothing. Under TLS, which cannot be asked so,
   * always.
   */
  int readArrived(ByteBuffer into) throws IOException {
    return secure == null ? Math.max(0, socket.receive(into, MessageFlag.DONT_WAIT)) : 0;
  }

  /** Whether the kernel sends files here. */
  boolean sendsFiles() {
    return secure == null;
  }

  /**
   * Sends a part of a file.
   *
   * @throws EOFException if the file ends before that
   */
  void sendFile(OpenFile file, long offset, long count) throws IOException {
    if (secure == null) {
      sendByKernel(file, offset, count);
    } else {
      sendPieces(file, offset, count);
    }
  }

  private void sendByKernel(OpenFile file, long offset, long count) throws IOException {
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
    if (secure != null) {
      secure.closeOutbound();
    }
    socket.shutdown(ShutdownHow.WRITE);
  }

  @Override
  public void close() throws IOException {
    if (secure != null) {
      secure.close();
    } else {
      socket.close();
    }
  }
}
