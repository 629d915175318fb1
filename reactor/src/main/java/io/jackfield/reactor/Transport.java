package io.jackfield.reactor;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
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
   * copy: they stay as they are until they are sent, and the loop receives into other memory.
   *
   * @param view the buffer given to {@code dataReceived}, or a slice or duplicate of it
   * @throws IllegalArgumentException if it is other memory; and as {@link #write}
   */
  void writeLent(ByteBuffer view);

  /** How many bytes wait to be sent. */
  long bufferedBytes();

  /** How many bytes may wait to be sent at most. */
  long writeLimitBytes();

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
