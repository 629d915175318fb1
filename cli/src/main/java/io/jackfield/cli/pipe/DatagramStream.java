package io.jackfield.cli.pipe;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.Producer;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SendOutcome;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.OpenFile;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams of one peer as an end of a pipe: each write is one, and each that arrives is told by
 * itself. Neither half ever ends by itself; empty ones mean nothing here. What the peer's machine
 * says of a port that nobody has ends it. For the loop's thread.
 */
final class DatagramStream implements Transport, DatagramProtocol {
  /** What of a stream becomes one datagram, as with ncat and socat. */
  static final int PIECE_BYTES = 8_192;

  /** The longest payload over IPv4. */
  static final int LONGEST_BYTES = 65_507;

  /** Of datagrams that arrive while reading is paused, further ones are lost. */
  private static final int HELD_DATAGRAMS = 256;

  private final ArrayDeque<ByteBuffer> held = new ArrayDeque<>();
  private final CompletableFuture<LossReason> ended = new CompletableFuture<>();
  private Protocol protocol;
  private @Nullable DatagramTransport port;

  /** Whom a port that listens has taken; null for whoever the kernel lets through. */
  private @Nullable SocketAddress peer;

  /** Whether the peer that was taken has no address, so that there is nothing to tell it by. */
  private boolean isNameless;

  /** Who may be the peer, while there is none. */
  private @Nullable Predicate<SocketAddress> gate;

  private int pieceBytes = LONGEST_BYTES;
  private boolean paused;
  private boolean closing;
  private @Nullable LossReason reason;
  private long sentBytes;
  private long receivedBytes;

  /** Will be connected, and then {@linkplain #begin begun}. */
  DatagramStream(Protocol protocol) {
    this.protocol = protocol;
  }

  /** Will listen, until somebody sends who is let in; then it begins by itself. */
  DatagramStream(Protocol protocol, Predicate<SocketAddress> gate) {
    this.protocol = protocol;
    this.gate = gate;
  }

  private DatagramTransport port() {
    return Objects.requireNonNull(port, "not bound yet");
  }

  /** What is written is cut into pieces of {@value #PIECE_BYTES} bytes from now on. */
  void cutsPieces() {
    pieceBytes = PIECE_BYTES;
  }

  /** Tells the protocol: it has its peer. */
  void begin() {
    protocol.connectionMade(this);
  }

  // ---- what the port tells ----------------------------------------------------------------------

  @Override
  public void bound(DatagramTransport transport) {
    port = transport;
    if (gate == null) {
      pauseReading(); // Until it is connected.
    }
  }

  /** Takes the sender of the first datagram for the peer, and nobody else from then on. */
  private void first(ByteBuffer data, @Nullable SocketAddress from, Predicate<SocketAddress> door) {
    if (from != null && !door.test(from)) {
      return;
    }
    gate = null;
    peer = from;
    isNameless = from == null;
    held.add(copy(data));
    pauseReading();
    if (from == null) {
      begin(); // It cannot be answered.
      return;
    }
    var _ =
        port()
            .connect(from)
            .whenComplete((_, failure) -> {
              if (failure == null) {
                begin();
              } else {
                held.clear();
                peer = null;
                gate = door;
                resumeReading();
              }
            });
  }

  @Override
  public void datagramReceived(ByteBuffer data, @Nullable SocketAddress from) {
    Predicate<SocketAddress> door = gate;
    boolean isOther = peer == null ? isNameless && from != null : !peer.equals(from);
    if (!data.hasRemaining() || closing || isOther) {
      return;
    }
    if (door != null) {
      first(data, from, door);
    } else if (paused || !held.isEmpty()) {
      if (held.size() < HELD_DATAGRAMS) {
        held.add(copy(data));
      }
    } else {
      deliver(data);
    }
  }

  private static ByteBuffer copy(ByteBuffer data) {
    return ByteBuffer.allocate(data.remaining()).put(data).flip();
  }

  private void deliver(ByteBuffer data) {
    receivedBytes += data.remaining();
    protocol.dataReceived(data);
  }

  private void deliverHeld() {
    while (!paused && !closing && !held.isEmpty()) {
      deliver(held.remove());
    }
    if (!paused && !closing) {
      port().resumeReading();
    }
  }

  @Override
  public void connectionRefused() {
    SocketAddress to = remoteAddress();
    String name = to == null ? "there" : "at " + Addresses.text(to);
    lose(new PortUnreachableException("connection refused: nobody receives datagrams " + name));
  }

  @Override
  public void sendFailed(IOException failure) {
    lose(failure);
  }

  private void lose(IOException why) {
    if (reason == null) {
      reason = new Lost(why);
    }
    port().abort();
  }

  @Override
  public void writePaused() {
    protocol.writePaused();
  }

  @Override
  public void writeResumed() {
    protocol.writeResumed();
  }

  @Override
  public void stopped(LossReason why) {
    LossReason told = reason == null ? why : reason;
    closing = true;
    held.clear();
    protocol.connectionLost(told);
    ended.complete(told);
  }

  // ---- what the protocol asks -------------------------------------------------------------------

  @Override
  public void write(ByteBuffer data) {
    while (!closing && data.hasRemaining()) {
      int length = Math.min(data.remaining(), pieceBytes);
      ByteBuffer piece = data.slice(data.position(), length);
      data.position(data.position() + length);
      send(piece);
    }
  }

  /** One that the queue has no room for is lost, as on the network. */
  private void send(ByteBuffer piece) {
    int length = piece.remaining();
    if (port().remoteAddress() == null) {
      return; // An unnamed Unix socket cannot be answered.
    }
    SendOutcome outcome = port().send(piece);
    if (outcome instanceof SendOutcome.Failed failed) {
      lose(failed.cause());
    } else if (outcome.isTaken()) {
      sentBytes += length;
    }
  }

  @Override
  public void writeLent(ByteBuffer view) {
    write(view);
  }

  @Override
  public CompletableFuture<Long> sendFile(OpenFile file, long offset, long length) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("a file is no datagram"));
  }

  @Override
  public long bufferedBytes() {
    return port().queuedBytes();
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public long writeLimitBytes() {
    return options().writeLimitBytes();
  }

  @Override
  public StreamOptions options() {
    return StreamOptions.DEFAULTS;
  }

  @Override
  public boolean isWritePaused() {
    return port().isWritePaused();
  }

  @Override
  public void producer(@Nullable Producer producer) {
    if (producer != null) {
      throw new UnsupportedOperationException("nobody asks for datagrams");
    }
  }

  /** Datagrams have no end that could be told. */
  @Override
  public void endOutput() {}

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      reason = reason == null ? new Done() : reason;
      port().close();
    }
  }

  @Override
  public void abort() {
    port().abort();
  }

  @Override
  public void stop() {
    if (!protocol.stopping()) {
      close();
    }
  }

  @Override
  public CompletableFuture<LossReason> ended() {
    return ended.copy();
  }

  @Override
  public void pauseReading() {
    paused = true;
    port().pauseReading();
  }

  @Override
  public void resumeReading() {
    if (paused) {
      paused = false;
      reactor().execute(this::deliverHeld);
    }
  }

  @Override
  public void protocol(Protocol next) {
    protocol = next;
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return port().localAddress();
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return port().remoteAddress();
  }

  @Override
  public Reactor reactor() {
    return port().reactor();
  }
}
