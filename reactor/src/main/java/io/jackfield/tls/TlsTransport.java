package io.jackfield.tls;

import io.jackfield.reactor.FileRange;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Producer;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.WriteLimitException;
import io.jackfield.socket.OpenFile;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A stream under TLS, as the protocol above sees it; {@link Tls} makes it. It keeps the contract of
 * {@link Transport}, with these additions:
 *
 * <ul>
 *   <li>{@link #endOutput} sends {@code close_notify}. With TLS 1.3 the peer may go on; with 1.2 it
 *       may not (RFC 8446 section 6.1).
 *   <li>A peer that ends without {@code close_notify} is a connection lost with a {@link
 *       TlsTruncatedException}: what arrived may not be all.
 *   <li>{@link #writeLent} encrypts, and so copies.
 *   <li>{@link #sendFile} reads and encrypts a few KiB at a time; these count as buffered, within
 *       the marks. A producer is not asked meanwhile.
 * </ul>
 */
public final class TlsTransport implements Transport {
  /** What a record adds to its plain text at most: RFC 5246 section 6.2.3, RFC 8446 section 5.2. */
  static final int RECORD_EXTRA_BYTES = 512;

  private static final int RECORD_BYTES = 16_384;

  final TlsSession session;
  private final TlsFilter filter;

  /** Set before the protocol above sees this. */
  private @Nullable Transport below;

  private @Nullable Protocol above;

  /** There once a file was sent, or a producer set. */
  private @Nullable TlsBacklog backlog;

  /** What arrived while reading was paused, in order; at most what one receive brought. */
  private final ArrayDeque<ByteBuffer> held = new ArrayDeque<>();

  /** What the protocol is being given. */
  private @Nullable ByteBuffer lent;

  private boolean readingPaused;
  private boolean closing;
  private boolean outputEnded;

  /** Whether the end of the input waits behind what is held. */
  private boolean endHeld;

  private boolean lost;
  private final CompletableFuture<LossReason> ended = new CompletableFuture<>();
  private long writtenBytes;
  private long receivedBytes;

  TlsTransport(TlsSession session, TlsFilter filter) {
    this.session = session;
    this.filter = filter;
  }

  /** What the handshake agreed on. */
  public TlsInfo info() {
    return session.info();
  }

  // ---- for the filter ---------------------------------------------------------------------------

  void begin(Transport transport, Protocol protocol) {
    below = transport;
    above = protocol;
  }

  private Transport below() {
    Transport there = below;
    if (there == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return there;
  }

  @Nullable Protocol above() {
    return above;
  }

  boolean isReadingPaused() {
    return readingPaused;
  }

  boolean isClosing() {
    return closing || lost;
  }

  void lost(LossReason why) {
    lost = true;
    held.clear();
    if (backlog != null) {
      backlog.lost(why);
    }
  }

  /** All who are told of the loss have been. */
  void lossTold(LossReason why) {
    ended.complete(why);
  }

  private TlsBacklog backlog() {
    TlsBacklog there = backlog;
    if (there == null) {
      there = new TlsBacklog(this, filter, below());
      backlog = there;
    }
    return there;
  }

  /** Whether files, or bytes behind them, wait to be encrypted. */
  private boolean isBehind() {
    return backlog != null && backlog.isActive();
  }

  /** Whether the protocol was told to pause for what waits to be encrypted. */
  boolean isBacklogPaused() {
    return backlog != null && backlog.isPaused();
  }

  /** Decrypted bytes; what the protocol throws passes through. */
  void deliver(ByteBuffer plain) {
    Protocol protocol = above;
    if (closing || lost || protocol == null) {
      return;
    }
    if (readingPaused) {
      held.add(ByteBuffer.allocate(plain.remaining()).put(plain).flip());
      return;
    }
    receivedBytes += plain.remaining();
    lent = plain;
    try {
      protocol.dataReceived(plain.asReadOnlyBuffer());
    } finally {
      lent = null;
    }
  }

  /** The peer has said that it sends no more. */
  void inputEnded() {
    if (!held.isEmpty() || readingPaused) {
      endHeld = true;
      return;
    }
    Protocol protocol = above;
    if (protocol == null || closing || lost) {
      return;
    }
    if (!protocol.endReceived() || session.isOutboundClosed()) {
      close();
    }
  }

  // ---- Transport --------------------------------------------------------------------------------

  @Override
  public void write(ByteBuffer data) {
    Transport transport = below();
    transport.reactor().requireLoopThread();
    if (lost || closing || !data.hasRemaining()) {
      return;
    }
    if (outputEnded) {
      throw new IllegalStateException("written after endOutput()");
    }
    int more = data.remaining();
    long withTls = more + (more / RECORD_BYTES + 1L) * RECORD_EXTRA_BYTES;
    if (bufferedBytes() + withTls > transport.writeLimitBytes()) {
      throw new WriteLimitException(bufferedBytes(), more, transport.writeLimitBytes());
    }
    writtenBytes += more;
    if (isBehind()) {
      backlog().add(data);
    } else {
      filter.send(data);
    }
  }

  @Override
  public CompletableFuture<Long> sendFile(OpenFile file, long offset, long length) {
    below().reactor().requireLoopThread();
    if (lost || closing) {
      return FileRange.dropped();
    }
    if (outputEnded) {
      throw new IllegalStateException("written after endOutput()");
    }
    return backlog().add(file, offset, length);
  }

  @Override
  public void writeLent(ByteBuffer view) {
    below().reactor().requireLoopThread();
    ByteBuffer whole = lent;
    if (whole == null
        || MemorySegment.ofBuffer(whole.duplicate().clear())
            .asOverlappingSlice(MemorySegment.ofBuffer(view))
            .isEmpty()) {
      throw new IllegalArgumentException(
          "writeLent takes what dataReceived is being given and nothing else; write(…) copies");
    }
    write(view);
  }

  @Override
  public long bufferedBytes() {
    return below().bufferedBytes() + (backlog == null ? 0 : backlog.heldBytes());
  }

  /** Of plain text, about: what waits is counted as it is encrypted, files as they are sent. */
  @Override
  public long sentBytes() {
    return Math.max(0, writtenBytes - bufferedBytes());
  }

  @Override
  public long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public void stop() {
    below().stop();
  }

  @Override
  public CompletableFuture<LossReason> ended() {
    return ended.copy();
  }

  @Override
  public long writeLimitBytes() {
    return below().writeLimitBytes();
  }

  @Override
  public StreamOptions options() {
    return below().options();
  }

  @Override
  public boolean isWritePaused() {
    return below().isWritePaused() || isBacklogPaused();
  }

  @Override
  public void producer(@Nullable Producer producer) {
    below().reactor().requireLoopThread();
    if ((producer != null && !outputEnded && !lost) || backlog != null) {
      backlog().producer(outputEnded || lost ? null : producer);
    }
  }

  @Override
  public void endOutput() {
    below().reactor().requireLoopThread();
    if (!outputEnded && !lost) {
      outputEnded = true;
      if (backlog != null) {
        backlog.producer(null);
      }
      if (isBehind()) {
        backlog().endOutput();
      } else {
        filter.closeOutbound();
      }
    }
  }

  @Override
  public void close() {
    below().reactor().requireLoopThread();
    if (!closing && !lost) {
      closing = true;
      held.clear();
      endOutput();
      if (isBehind()) {
        backlog().close();
        readingPaused = false; // What still arrives is thrown away.
        filter.updateReading();
      } else {
        below().close();
      }
    }
  }

  @Override
  public void abort() {
    below().abort();
  }

  @Override
  public void pauseReading() {
    below().reactor().requireLoopThread();
    readingPaused = true;
    filter.updateReading();
  }

  @Override
  public void resumeReading() {
    Transport transport = below();
    transport.reactor().requireLoopThread();
    if (readingPaused) {
      readingPaused = false;
      if (held.isEmpty() && !endHeld) {
        filter.updateReading();
      } else {
        transport.reactor().execute(() -> filter.guard(this::deliverHeld));
      }
    }
  }

  private void deliverHeld() {
    while (!readingPaused && !held.isEmpty()) {
      deliver(held.remove());
    }
    if (!readingPaused && held.isEmpty()) {
      filter.updateReading();
      if (endHeld) {
        endHeld = false;
        inputEnded();
      }
    }
  }

  @Override
  public void protocol(Protocol next) {
    below().reactor().requireLoopThread();
    above = next;
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return below().localAddress();
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return below().remoteAddress();
  }

  @Override
  public Reactor reactor() {
    return below().reactor();
  }

  @Override
  public String toString() {
    return "TLS over " + below;
  }
}
