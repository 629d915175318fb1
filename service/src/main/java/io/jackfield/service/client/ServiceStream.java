package io.jackfield.service.client;

import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection with a service, in the clear or by TLS. One thread may receive while another sends.
 */
final class ServiceStream implements Closeable {
  private final Socket socket;
  private final @Nullable TlsStream secure;

  private ServiceStream(Socket socket, @Nullable TlsStream secure) {
    this.socket = socket;
    this.secure = secure;
  }

  /**
   * Connects, with TLS to the end of its handshake.
   *
   * @param timeout the longest wait for a connection, and then for anything else
   */
  static ServiceStream open(StreamPlace place, Duration timeout) throws IOException {
    Socket socket = Socket.openFor(place.address(), SocketType.STREAM).timeout(timeout);
    try {
      socket.connect(place.address());
      StreamPlace.Tls tls = place.tls();
      if (tls == null) {
        return new ServiceStream(socket, null);
      }
      var secure = new TlsStream(socket, tls.config().newSession(tls.host(), tls.port()));
      secure.handshake();
      return new ServiceStream(socket, secure);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private ByteChannel channel() {
    return secure == null ? socket : secure;
  }

  /** How many bytes came, -1 at the end. */
  int receive(ByteBuffer into) throws IOException {
    return channel().read(into);
  }

  void sendAll(ByteBuffer bytes) throws IOException {
    if (secure == null) {
      socket.sendAll(bytes);
    } else {
      secure.write(bytes);
    }
  }

  /** Says that nothing more is sent; what the service says can still be received. */
  void endOutput() throws IOException {
    if (secure == null) {
      socket.shutdown(ShutdownHow.WRITE);
    } else {
      secure.closeOutbound();
    }
  }

  @Override
  public void close() throws IOException {
    channel().close();
  }
}
