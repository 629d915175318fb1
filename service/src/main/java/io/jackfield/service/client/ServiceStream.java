package io.jackfield.service.client;

import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsSession;
import io.jackfield.tls.TlsStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection with a service, in the clear or by TLS. One thread may receive while another sends.
 */
public final class ServiceStream implements Closeable {
  private final Socket socket;
  private final @Nullable TlsStream secure;

  private ServiceStream(Socket socket, @Nullable TlsStream secure) {
    this.socket = socket;
    this.secure = secure;
  }

  static ServiceStream open(
      SocketAddress address, @Nullable Supplier<TlsSession> tls, Duration timeout)
      throws IOException {
    Socket socket = Socket.openFor(address, SocketType.STREAM).timeout(timeout);
    try {
      socket.connect(address);
      if (tls == null) {
        return new ServiceStream(socket, null);
      }
      var secure = new TlsStream(socket, tls.get());
      var _ = secure.handshake();
      return new ServiceStream(socket, secure);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private ByteChannel channel() {
    return secure == null ? socket : secure;
  }

  /** How long each call may wait from now on. */
  public void timeout(Duration limit) {
    socket.timeout(limit);
  }

  /** Its socket, for what only that can do; null under TLS, which has it. */
  public @Nullable Socket socket() {
    return secure == null ? socket : null;
  }

  /** Waits for bytes; how many came, -1 at the end. */
  public int receive(ByteBuffer into) throws IOException {
    return channel().read(into);
  }

  /** Waits until all of it is taken. */
  public void sendAll(ByteBuffer bytes) throws IOException {
    if (secure == null) {
      socket.sendAll(bytes);
      return;
    }
    while (bytes.hasRemaining()) {
      secure.write(bytes);
    }
  }

  /** Says that nothing more is sent; what the service says can still be received. */
  public void endOutput() throws IOException {
    if (secure != null) {
      secure.closeOutbound();
    }
    socket.shutdown(ShutdownHow.WRITE);
  }

  @Override
  public void close() throws IOException {
    channel().close();
  }
}
