package io.jackfield.reactor;

import io.jackfield.socket.OpenFile;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Our end of a stream, as a {@link Protocol} sees it. Nothing here waits or fails by itself: what
 * goes wrong is told by {@link Protocol#connectionLost}.
 *
 * <p>All methods are for the loop's thread; on another they throw {@link WrongThreadException}, and
 * {@link Reactor#execute} leads there. Source: Twisted's {@code ITransport}.
 */
public interface Transport {
  /**
   * Sends what {@code data} has left, in order, after what was written before. What the kernel does
   * not take at once is copied: the buffer is the caller's again. Dropped after {@link #close} and
   * when the connection is lost.
   *
   * @throws WriteLimitException if more would wait to be sent than the limit allows; then nothing
   *     of {@code data} is taken
   * @throws IllegalStateException after {@link #endOutput}
   */
  void write(ByteBuffer data);

  /** As {@link #write}, of several buffers, none of them sent alone if there is room for more. */
  default void writeSequence(List<ByteBuffer> data) {
    data.forEach(this::write);
  }

  /**
   * Sends bytes that {@link Protocol#dataReceived} is being given, or a part of them, without a
   * copy: they stay as they are until they are sent, and the loop receives into other memory. Only
   * few of them, behind others that wait, are copied all the same, which keeps less memory.
   *
   * @param view the buffer given to {@code dataReceived}, or a slice or duplicate of it
   * @throws IllegalArgumentException if it is other memory; and as {@link #write}
   */
  void writeLent(ByteBuffer view);

  /**
   * Sends a part of a file, in order: after what was written before, and before what is written
   * after. Between sockets the kernel does it (sendfile(2)) on the drivers that have {@link
   * io.jackfield.reactor.driver.Capability#SENDING_FILES}; elsewhere, and under TLS, it is read a
   * few KiB at a time, and the next when those are sent. Either way the loop waits for a disk that
   * is slow, and for no peer.
   *
   * <p>The file may be closed, replaced or removed as soon as this has returned; one may be sent to
   * any number of peers at once. How long it is matters when it is sent: one that has grown is sent
   * as far as was asked for.
   *
   * <p>Its bytes count neither as {@linkplain #bufferedBytes buffered} nor for the marks, except
   * those that TLS has encrypted. {@link #endOutput} and {@link #close} wait for it, the latter for
   * as long as the close time-out; {@link #abort} drops it.
   *
   * @param offset where to begin, in bytes
   * @param length how many bytes; 0 is sent when its turn comes
   * @return completed on the loop's thread with {@code length} when the kernel has taken the last
   *     byte, before {@link Protocol#connectionLost} at the latest. It fails with a {@link
   *     FileNotSentException} if the connection is lost before or closed already; or with that or
   *     another {@link java.io.IOException} if the file ends too early or cannot be read, and then
   *     the connection is torn down, since the peer was promised more. Cancelling it does nothing
   * @throws IllegalArgumentException if a number is negative, or the file closed
   * @throws WriteLimitException if 256 files wait already
   * @throws IllegalStateException after {@link #endOutput}
   */
  CompletableFuture<Long> sendFile(OpenFile file, long offset, long length);

  /** How many bytes wait to be sent. */
  long bufferedBytes();

  /** How many bytes were sent so far: the kernel, or the process, has taken them. */
  long sentBytes();

  /**
   * How many bytes have arrived so far, as far as a protocol was told of them, or a relay has
   * passed them on.
   */
  long receivedBytes();

  /** How many bytes may wait to be sent at most. */
  long writeLimitBytes();

  /** Its limits and settings. */
  StreamOptions options();

  /** Whether the high mark is exceeded, and the low one not reached since. */
  boolean isWritePaused();

  /**
   * Has {@code producer} asked for bytes whenever there is room for them; null for nobody.
   *
   * @throws IllegalStateException if another one is there
   */
  void producer(@Nullable Producer producer);

  /** Ends our half once all is sent; the peer may go on. Does nothing the second time. */
  void endOutput();

  /**
   * Tells nothing more of what arrives, sends what waits to be sent, and closes; what takes longer
   * than the close time-out is torn down. What still arrives meanwhile is thrown away, so that a
   * peer which reads only while its own words are read does not hold up the end; of a pipe nothing
   * is read. Does nothing the second time.
   */
  void close();

  /** Tears the connection down at once; what is unsent is lost, and the peer told by a reset. */
  void abort();

  /**
   * Ends it as a stop of the reactor does: the protocol may have {@linkplain Protocol#stopping last
   * words}, then it is closed.
   */
  void stop();

  /**
   * Completed when the connection is no more, on the loop's thread, after {@link
   * Protocol#connectionLost} with the same reason: for who looks after connections whose protocols
   * are others', and may {@linkplain #protocol change}. Completing it does nothing.
   */
  CompletableFuture<LossReason> ended();

  /** Receives nothing until {@link #resumeReading}; the peer is held up in the end. */
  void pauseReading();

  void resumeReading();

  /** Has another protocol called from now on; {@code connectionMade} is not called again. */
  void protocol(Protocol next);

  /** Ours; null where the connection has none. */
  @Nullable SocketAddress localAddress();

  /** The peer's; null where it has none (an unbound Unix socket). */
  @Nullable SocketAddress remoteAddress();

  /** Where it runs. */
  Reactor reactor();
}
