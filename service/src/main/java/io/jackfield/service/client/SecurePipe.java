package io.jackfield.service.client;

import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.tls.TlsSession;
import io.jackfield.tls.TlsStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A program's input to a TLS peer, and what the peer says to its output, until the peer ends. The
 * input's end is passed on as {@code close_notify}, after which the peer may go on.
 */
public final class SecurePipe implements AutoCloseable {
  private static final int PIECE_BYTES = 16_384;

  private final Socket socket;
  private final TlsStream stream;

  /** Over a connected socket, from now on this one's to close. */
  public SecurePipe(Socket socket, TlsSession session) {
    this.socket = socket;
    this.stream = new TlsStream(socket, session);
  }

  /**
   * Shakes hands; each of its steps may take as long as the socket's time-out.
   *
   * @throws io.jackfield.tls.TlsException if that fails, with the reason
   */
  public void handshake() throws IOException {
    stream.handshake();
  }

  /**
   * Passes on both ways, until the peer says that it is done. Input is read by a thread of its own,
   * which the end of the peer leaves waiting for it.
   *
   * @throws io.jackfield.tls.TlsTruncatedException if the connection ended without the peer's
   *     saying so
   * @throws OutputClosedException if the output cannot be written
   */
  public void run(InputStream in, OutputStream out) throws IOException {
    socket.timeout(Socket.NEVER);
    var sendFailure = new AtomicReference<@Nullable IOException>();
    Thread.ofPlatform().daemon().name("input").start(() -> send(in, sendFailure));
    try {
      byte[] piece = new byte[PIECE_BYTES];
      for (int count; (count = stream.read(ByteBuffer.wrap(piece))) >= 0; ) {
        print(out, piece, count);
      }
    } catch (IOException e) {
      IOException sending = sendFailure.get();
      if (sending != null && !sending.equals(e)) {
        e.addSuppressed(sending);
      }
      throw e;
    }
  }

  private static void print(OutputStream out, byte[] piece, int count)
      throws OutputClosedException {
    try {
      out.write(piece, 0, count);
      out.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }

  /** A failure shows in what is read too, which ends the pipe; here it only ends the sending. */
  private void send(InputStream in, AtomicReference<@Nullable IOException> failure) {
    try {
      byte[] piece = new byte[PIECE_BYTES];
      for (int count; (count = in.read(piece)) >= 0; ) {
        stream.write(ByteBuffer.wrap(piece, 0, count));
      }
      stream.closeOutbound();
      socket.shutdown(ShutdownHow.WRITE);
    } catch (IOException e) {
      failure.set(e);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
