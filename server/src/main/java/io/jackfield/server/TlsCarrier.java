package io.jackfield.server;

import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsException;
import io.jackfield.tls.TlsServerConfig;
import io.jackfield.tls.TlsStream;
import io.jackfield.tls.TlsTruncatedException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A socket under TLS. The handshake is the conversation's first part, on its own thread, so that it
 * holds up nobody else; it has a deadline as a whole.
 */
final class TlsCarrier extends SocketCarrier {
  private final TlsServerConfig config;
  private final Duration handshakeTimeout;

  /** Null before the handshake. */
  private @Nullable TlsStream stream;

  /** Asked by {@link Below} where it would wait. */
  private BooleanSupplier stop = () -> false;

  /** Whether {@link Below} has told of an end because {@link #stop} said so. */
  private boolean stopped;

  private boolean shakesHands;
  private boolean isSecure;
  private long deadlineNanos;

  TlsCarrier(Socket socket, TlsServerConfig config, Duration handshakeTimeout) {
    super(socket);
    this.config = config;
    this.handshakeTimeout = handshakeTimeout;
  }

  private TlsStream stream() {
    return Objects.requireNonNull(stream, "the handshake has not begun");
  }

  @Override
  ProtocolFactory secured(
      ProtocolFactory above, BiConsumer<@Nullable SocketAddress, Throwable> failed) {
    return Tls.server(config, above, handshakeTimeout, failed);
  }

  @Override
  public boolean begin(BooleanSupplier stop) throws IOException {
    this.stop = stop;
    deadlineNanos = System.nanoTime() + handshakeTimeout.toNanos();
    shakesHands = true;
    try {
      var made = new TlsStream(new Below(), config.newSession());
      stream = made;
      made.handshake();
      isSecure = true;
      return true;
    } catch (SocketTimeoutException e) {
      var late =
          new SocketTimeoutException(
              "the TLS handshake took longer than " + handshakeTimeout.toMillis() + " ms");
      late.initCause(e);
      throw late;
    } catch (TlsException e) {
      // Who only looks whether somebody listens, as a health check does, has done nothing wrong.
      if (stopped || isEndInHandshake(e)) {
        return false;
      }
      throw e;
    } finally {
      shakesHands = false;
    }
  }

  static boolean isEndInHandshake(Throwable why) {
    return why instanceof TlsException tls
        && tls.reason() == TlsException.Reason.ENDED_IN_HANDSHAKE;
  }

  @Override
  public @Nullable ByteBuffer receive(Supplier<ByteBuffer> room, BooleanSupplier stop)
      throws IOException {
    this.stop = stop;
    ByteBuffer into = room.get();
    int received = -1;
    try {
      received = stream().read(into);
    } catch (TlsTruncatedException e) {
      if (!stopped) {
        throw e;
      }
    } finally {
      if (received < 0) {
        Buffers.SHARED.giveBack(into);
      }
    }
    return received < 0 ? null : into.flip();
  }

  @Override
  public int send(ByteBuffer from) throws IOException {
    return stream().write(from);
  }

  /** {@code close_notify}, then the end of the connection's half: nothing comes after it. */
  @Override
  public void end() throws IOException {
    if (isSecure) {
      stream().closeOutbound();
    }
    socket.shutdown(ShutdownHow.WRITE);
  }

  @Override
  public int available() throws IOException {
    return stream().in().available();
  }

  /** The socket, as the stream above sees it. */
  private final class Below implements ByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      waitAtMostWhatIsLeft();
      int count = receiveInto(into, stop);
      stopped |= count < 0 && stop.getAsBoolean();
      return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      waitAtMostWhatIsLeft();
      return socket.send(from);
    }

    private void waitAtMostWhatIsLeft() throws IOException {
      if (shakesHands) {
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        if (!left.isPositive()) {
          throw new SocketTimeoutException("nothing is left of the handshake's time");
        }
        socket.timeout(left);
      }
    }

    @Override
    public boolean isOpen() {
      return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
