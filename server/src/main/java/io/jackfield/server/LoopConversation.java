package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import io.jackfield.tls.TlsTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A conversation on an event loop: an {@link Exchange} as a {@link Protocol}. The loop's. */
final class LoopConversation extends OutputStream
    implements Protocol,
        LoopDrain.Member,
        LoopPatience.Client,
        StreamRequest,
        Placed,
        Exchange.Answer {
  private final LoopStreams server;
  private final SocketAddress client;
  private final SocketAddress local;
  private final Exchange exchange;
  private final LoopDrain drain;
  private final Limits limits;
  private final @Nullable ProxyHeader header;
  private Admission.@Nullable Place place;
  private @Nullable Transport transport;

  /** Null before the connection is made. */
  private @Nullable LoopPatience patience;

  /** Why it ended, if the client was not to blame: what {@link LossReason} does not tell. */
  private @Nullable Throwable failure;

  private boolean timedOut;
  private boolean over;
  private boolean cutOff;
  private boolean paused;
  private long bytesIn;
  private long bytesOut;

  /** Turns without a word of the client since the server stops. */
  private int quietTurns;

  LoopConversation(
      LoopStreams server,
      SocketAddress client,
      SocketAddress local,
      Exchange exchange,
      LoopDrain drain,
      @Nullable ProxyHeader header) {
    this.server = server;
    this.client = client;
    this.local = local;
    this.exchange = exchange;
    this.drain = drain;
    this.limits = server.limits();
    this.header = header;
  }

  private LoopPatience patience() {
    return Objects.requireNonNull(patience, "not connected");
  }

  private Transport transport() {
    Transport connected = transport;
    if (connected == null) {
      throw new IllegalStateException("not connected");
    }
    return connected;
  }

  @Override
  public void connectionMade(Transport connected) {
    transport = connected;
    patience = new LoopPatience(this, connected, limits);
    drain.opened(this);
    server.hooks().processRequest(this);
    flush();
    guarded(() -> exchange.begin(client, this));
  }

  /** What an exchange may throw. */
  private interface Step {
    void run() throws IOException;
  }

  /** An exception of the exchange's ends this conversation, and is told by us. */
  private void guarded(Step step) {
    try {
      step.run();
      flush();
    } catch (Throwable e) {
      over = true;
      failure = e;
      endAfterFailure();
    }
  }

  /** As on every engine: what was said before it went wrong still goes out. */
  private void endAfterFailure() {
    try {
      flush();
      transport().close();
    } catch (RuntimeException e) {
      transport().abort();
    }
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    long allowed = limits.requestBytes() - bytesIn;
    boolean isTooLong = data.remaining() > allowed;
    if (isTooLong) {
      data.limit(data.position() + (int) allowed);
    }
    bytesIn += data.remaining();
    patience().received(data.remaining());
    quietTurns = 0;
    guarded(() -> {
      while (data.hasRemaining() && !over) {
        int count = Math.min(data.remaining(), RequestInput.CHUNK_BYTES);
        ByteBuffer chunk = data.slice(data.position(), count);
        data.position(data.position() + count);
        end(exchange.received(chunk, this));
      }
      if (isTooLong && !over) {
        cutOff = true;
        throw new RequestTooLongException(limits.requestBytes());
      }
    });
    patience().answered();
    drain.changed();
  }

  private void end(Exchange.Next next) {
    if (next != Exchange.Next.MORE) {
      over = true;
      cutOff = next == Exchange.Next.CUT_OFF;
      flush();
      transport().close();
    }
  }

  @Override
  public boolean isMidway() {
    return !over && exchange.isMidway();
  }

  @Override
  public boolean awaitsFirstByte() {
    return true;
  }

  @Override
  public boolean endReceived() {
    over = true;
    guarded(() -> exchange.ended(this));
    return false;
  }

  @Override
  public void writePaused() {
    paused = true;
    transport().pauseReading();
  }

  @Override
  public void writeResumed() {
    paused = false;
    quietTurns = 0;
    transport().resumeReading();
    drain.changed();
  }

  @Override
  public void timeOut(ClientTimeoutException why) {
    Transport connected = transport();
    over = true;
    timedOut = failure == null; // Else the client is not why it ends.
    if (connected.bufferedBytes() > 0) {
      connected.abort();
    } else {
      connected.close();
    }
  }

  @Override
  public void drain() {}

  @Override
  public boolean drainTurn(int enough) {
    if (over || paused || exchange.isMidway()) {
      return false;
    }
    if (++quietTurns < enough) {
      return true;
    }
    endReceived();
    transport().close();
    return false;
  }

  @Override
  public void cutShort() {
    failure = new ClosedChannelException();
    over = true;
    transport().abort();
  }

  @Override
  public void connectionLost(LossReason reason) {
    patience().release();
    if (failure == null) {
      failure = reason instanceof LossReason.Lost lost ? lost.cause() : null;
    }
    // Where it failed, that its end took too long is not what went wrong.
    if (timedOut || (failure == null && reason instanceof LossReason.TimedOut)) {
      server.counters().timedOut.increment();
      server.hooks().handleTimeout(this);
    } else if (failure != null) {
      server.counters().failed.increment();
      server.hooks().handleError(this, failure);
    }
    server.answering().over(this);
    drain.closed(this, cutOff);
  }

  // ---- what hooks see ---------------------------------------------------------------------------

  @Override
  public void place(Admission.Place taken) {
    place = taken;
  }

  @Override
  public Admission.@Nullable Place place() {
    return place;
  }

  @Override
  public boolean isIdentified() {
    return true;
  }

  @Override
  public Optional<ProxyHeader> proxyHeader() {
    return Optional.ofNullable(header);
  }

  @Override
  public SocketAddress clientAddress() {
    return client;
  }

  @Override
  public SocketAddress serverAddress() {
    return local;
  }

  /** On an event loop nobody waits for input: the exchange is given what arrives. */
  @Override
  public RequestInput in() {
    throw new UnsupportedOperationException("a conversation on an event loop cannot be read from");
  }

  @Override
  public OutputStream out() {
    return this;
  }

  @Override
  public void shutdownOutput() {
    flush();
    transport().endOutput();
  }

  @Override
  public long bytesIn() {
    return bytesIn;
  }

  @Override
  public long bytesOut() {
    return transport == null ? 0 : bytesOut - transport.bufferedBytes();
  }

  @Override
  public long answeredBytes() {
    return bytesOut;
  }

  @Override
  public void write(ByteBuffer bytes) {
    bytesOut += bytes.remaining();
    if (!(transport() instanceof TlsTransport)) {
      transport().write(bytes);
      return;
    }
    ByteBuffer gathered = server.gathered();
    if (bytes.remaining() > gathered.remaining()) {
      flush();
    }
    if (bytes.remaining() > gathered.remaining()) {
      transport().write(bytes);
    } else {
      gathered.put(bytes);
    }
  }

  /** Each write is a record of TLS: an answer in parts is to be one. Done after each callback. */
  @Override
  public void flush() {
    ByteBuffer gathered = server.gathered();
    if (gathered.position() > 0) {
      try {
        transport().write(gathered.flip());
      } finally {
        gathered.clear();
      }
    }
  }

  @Override
  public void write(byte[] bytes) {
    write(ByteBuffer.wrap(bytes));
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    write(ByteBuffer.wrap(from, offset, length));
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value});
  }
}
