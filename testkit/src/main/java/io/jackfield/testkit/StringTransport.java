package io.jackfield.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.FileNotSentException;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Producer;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.OpenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A transport without a network: it keeps what a protocol writes, and the test says what comes in.
 *
 * <pre>{@code
 * var transport = new StringTransport(protocol);
 * transport.receive("NICK a\r\n");
 * assertThat(transport.text()).isEqualTo(…);
 * }</pre>
 *
 * <p>Nothing limits what may be written. It needs no loop and belongs to the test's thread. Source:
 * Twisted's {@code StringTransport}.
 */
public final class StringTransport implements Transport {
  private static final int PIECE_BYTES = 65_536;

  private static final byte POISON = (byte) 0xA5;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ArrayDeque<byte[]> incoming = new ArrayDeque<>();
  private final @Nullable SocketAddress local;
  private final @Nullable SocketAddress remote;
  private Protocol protocol;
  private @Nullable Producer producer;
  private boolean delivering;
  private boolean lending;
  private boolean readingPaused;
  private boolean outputEnded;
  private boolean closing;
  private boolean aborted;
  private boolean lost;
  private long writtenBytes;
  private long receivedBytes;
  private final CompletableFuture<LossReason> ended = new CompletableFuture<>();

  /** Connects {@code protocol}, which is told at once; neither end has an address. */
  public StringTransport(Protocol protocol) {
    this(protocol, null, null);
  }

  /** The same with addresses. */
  public StringTransport(
      Protocol protocol, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
    this.protocol = protocol;
    this.local = local;
    this.remote = remote;
    protocol.connectionMade(this);
  }

  // ---- for the test ---------------------------------------------------------------------------

  /** All that was written since the beginning or the last {@link #clear}. */
  public byte[] written() {
    return written.toByteArray();
  }

  /** The same as UTF-8. */
  public String text() {
    return written.toString(UTF_8);
  }

  /** Forgets what was written. */
  public void clear() {
    written.reset();
  }

  /** Bytes arrive in one piece; while reading is paused they wait. */
  public void receive(byte[] bytes) {
    receive(bytes, Math.max(1, bytes.length));
  }

  /** A text arrives, in UTF-8, in one piece. */
  public void receive(String text) {
    receive(text.getBytes(UTF_8));
  }

  /** Bytes arrive in pieces of this many bytes. */
  public void receive(byte[] bytes, int pieceBytes) {
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      incoming.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceBytes)));
    }
    deliver();
  }

  /** A view kept beyond the call shows other bytes afterwards, as with a real transport. */
  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (!readingPaused && !closing && !lost && !incoming.isEmpty()) {
        byte[] bytes = incoming.remove();
        lending = true;
        receivedBytes += bytes.length;
        protocol.dataReceived(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        lending = false;
        Arrays.fill(bytes, POISON);
      }
    } finally {
      delivering = false;
      lending = false;
    }
  }

  /** The peer ends its half. */
  public void endInput() {
    if (!protocol.endReceived()) {
      close();
    }
  }

  /** The connection is lost, which the protocol is told once. */
  public void lose(LossReason reason) {
    if (!lost) {
      lost = true;
      protocol.connectionLost(reason);
      ended.complete(reason);
    }
  }

  /** Asks the producer, if there is one, for bytes. */
  public void request(long bytes) {
    Producer asked = producer;
    if (asked != null) {
      asked.request(bytes);
    }
  }

  /** Whether {@link #close} or {@link #abort} was called. */
  public boolean isClosing() {
    return closing;
  }

  /** Whether {@link #abort} was called. */
  public boolean isAborted() {
    return aborted;
  }

  /** Whether {@link #endOutput} was called. */
  public boolean isOutputEnded() {
    return outputEnded;
  }

  /** Whether reading is paused. */
  public boolean isReadingPaused() {
    return readingPaused;
  }

  /** Who is told now. */
  public Protocol protocol() {
    return protocol;
  }

  // ---- for the protocol -----------------------------------------------------------------------

  @Override
  public void write(ByteBuffer data) {
    if (outputEnded && !closing && !lost) {
      throw new IllegalStateException("written after endOutput()");
    }
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    if (!closing && !lost) {
      written.writeBytes(bytes);
      writtenBytes += bytes.length;
    }
  }

  @Override
  public void writeLent(ByteBuffer view) {
    if (!lending) {
      throw new IllegalArgumentException("nothing is lent outside of dataReceived");
    }
    write(view);
  }

  /** Reads it at once, as though it had been written. */
  @Override
  public CompletableFuture<Long> sendFile(OpenFile file, long offset, long length) {
    if (outputEnded && !closing && !lost) {
      throw new IllegalStateException("written after endOutput()");
    }
    if (closing || lost) {
      return CompletableFuture.failedFuture(
          new FileNotSentException("the connection was closed before", null));
    }
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(length + " bytes from offset " + offset);
    }
    try (OpenFile.Use use = file.use()) {
      for (long at = offset; at < offset + length; ) {
        var piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, offset + length - at));
        int count = use.read(piece, at);
        if (count < 0) {
          throw new FileNotSentException("the file has only " + use.size() + " bytes", null);
        }
        written.write(piece.array(), 0, count);
        writtenBytes += count;
        at += count;
      }
      return CompletableFuture.completedFuture(length);
    } catch (IOException e) {
      lose(new LossReason.Lost(e));
      return CompletableFuture.failedFuture(e);
    }
  }

  /** No limit: what is written is there to be looked at. */
  @Override
  public long writeLimitBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public StreamOptions options() {
    return StreamOptions.DEFAULTS;
  }

  @Override
  public long bufferedBytes() {
    return 0;
  }

  /** All that was written: it is taken at once. */
  @Override
  public long sentBytes() {
    return writtenBytes;
  }

  @Override
  public long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public void stop() {
    if (!closing && !lost && !protocol.stopping()) {
      close();
    }
  }

  @Override
  public CompletableFuture<LossReason> ended() {
    return ended.copy();
  }

  @Override
  public boolean isWritePaused() {
    return false;
  }

  @Override
  public void producer(@Nullable Producer newProducer) {
    if (newProducer != null && producer != null) {
      throw new IllegalStateException("there is a producer already");
    }
    producer = newProducer;
  }

  @Override
  public void endOutput() {
    outputEnded = true;
  }

  @Override
  public void close() {
    closing = true;
  }

  @Override
  public void abort() {
    closing = true;
    aborted = true;
  }

  @Override
  public void pauseReading() {
    readingPaused = true;
  }

  @Override
  public void resumeReading() {
    readingPaused = false;
    deliver();
  }

  @Override
  public void protocol(Protocol next) {
    protocol = next;
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return local;
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return remote;
  }

  /** There is none. */
  @Override
  public Reactor reactor() {
    throw new UnsupportedOperationException("a string transport has no reactor");
  }
}
