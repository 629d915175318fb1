package io.jackfield.reactor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the blocking style: its calls wait, and the loop that carries it goes on. A
 * channel, and a pair of streams over the same bytes.
 *
 * <p><b>Threads.</b> Any but the loop's own, which would wait for itself. In a handler, whose
 * thread the loop carries, a call costs no change of threads. One thread may read while another
 * writes.
 *
 * <p><b>Ends.</b> A read returns -1 when the peer has ended its half. Otherwise what ends the
 * connection is thrown to who waits and to whoever calls later, after what had arrived was read:
 * {@link io.jackfield.socket.ConnectionResetException} and its like, {@link
 * java.net.SocketTimeoutException}, {@link ReactorStoppingException}. After our own {@link #close}
 * or {@link #abort} it is {@link java.nio.channels.ClosedChannelException}. An interrupt of a
 * thread that waits here tears the connection down ({@link
 * java.nio.channels.ClosedByInterruptException}). Source: the contracts of {@link
 * java.nio.channels.SocketChannel} and {@link java.net.Socket}.
 */
public final class BlockingStream implements ByteChannel {
  private final BlockingConnection connection;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;

  BlockingStream(BlockingConnection connection) {
    this.connection = connection;
  }

  /** What arrives. Its {@code close} is that of the connection. */
  public InputStream in() {
    InputStream there = in;
    if (there == null) {
      there = new BlockingInput(this, connection.reading());
      in = there;
    }
    return there;
  }

  /**
   * What is sent: when the handler waits next or ends, so that many writes become one send. There
   * is nothing to flush. Its {@code close} is that of the connection.
   */
  public OutputStream out() {
    OutputStream there = out;
    if (there == null) {
      there = new BlockingOutput(this, connection.writing());
      out = there;
    }
    return there;
  }

  /**
   * Waits for bytes, and returns how many came, -1 at the end of the peer's half.
   *
   * @throws java.net.SocketTimeoutException if none come in time; another read may be tried
   * @throws java.nio.channels.ReadPendingException if another thread reads
   * @throws IllegalArgumentException if {@code to} is read-only
   */
  @Override
  public int read(ByteBuffer to) throws IOException {
    if (to.isReadOnly()) {
      throw new IllegalArgumentException("nothing can be read into a read-only buffer");
    }
    return to.hasRemaining() ? connection.reading().perform(to) : 0;
  }

  /**
   * As above, but takes a buffer only when there are bytes for it: who waits holds none.
   *
   * @param room gives a buffer with room; asked once at most, on the loop's thread
   * @return that buffer, flipped; null at the end of the peer's half
   */
  public @Nullable ByteBuffer read(Supplier<ByteBuffer> room) throws IOException {
    return connection.reading().perform(room);
  }

  /**
   * Takes all that {@code from} has left, and waits while much is still to be sent.
   *
   * @throws java.net.SocketTimeoutException if the peer takes nothing for too long; how much was
   *     taken until then is its {@code bytesTransferred}
   * @throws java.nio.channels.WritePendingException if another thread writes
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    return from.hasRemaining() ? connection.writing().perform(from) : 0;
  }

  /** How long each call may wait from now on, one that waits already included. */
  public void timeout(Duration limit) {
    BlockingOptions.requirePositive(limit, "time-out");
    connection.inLoop(() -> connection.limits().timeout(limit));
  }

  /**
   * How long the connection may last from now on, whatever is done; then it is torn down. Null for
   * as long as it likes.
   */
  public void deadline(@Nullable Duration limit) {
    if (limit != null) {
      BlockingOptions.requirePositive(limit, "deadline");
    }
    connection.inLoop(() -> connection.limits().deadline(limit));
  }

  /**
   * Has what arrives end with what has arrived: after that a read returns -1, and what the peer
   * still sends is thrown away. The connection stays as it is.
   */
  public void endInput() {
    connection.inLoop(connection::endInput);
  }

  /** Whether a read waits for the peer; nothing that has arrived is held then. */
  public boolean isReadWaiting() {
    return Boolean.TRUE.equals(asked(() -> connection.reading().isWanted()));
  }

  /** How many bytes can be read without waiting. */
  public int available() {
    Integer held = asked(() -> connection.reading().heldBytes());
    return held == null ? 0 : held;
  }

  /** Ends our half once all is sent; the peer may go on. */
  public void endOutput() {
    connection.inLoop(connection::endOutput);
  }

  /** Sends what was written, and closes: {@link Transport#close}. Does not wait for it. */
  @Override
  public void close() {
    connection.inLoop(connection::close);
  }

  /** Tears the connection down; the peer is told by a reset. */
  public void abort() {
    connection.inLoop(connection::abort);
  }

  /** Whether it is neither closed nor lost. */
  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  /** Ours; null where the connection has none, or is no more. */
  public @Nullable SocketAddress localAddress() {
    return asked(() -> transport().localAddress());
  }

  /** The peer's; null where it has none, or is no more. */
  public @Nullable SocketAddress remoteAddress() {
    return asked(() -> transport().remoteAddress());
  }

  /** Null where the loop has ended. */
  private <T> @Nullable T asked(Callable<@Nullable T> question) {
    return Asked.of(connection.loop(), question).exceptionally(_ -> null).join();
  }

  /** Where it runs. */
  public Reactor reactor() {
    return transport().reactor();
  }

  /**
   * What carries it: {@link io.jackfield.tls.TlsTransport} knows more of itself. For the loop's
   * thread and handlers that it carries; what it does is done behind this stream's back.
   */
  public Transport transport() {
    return connection.transport();
  }

  @Override
  public String toString() {
    return "blocking over " + transport();
  }
}
