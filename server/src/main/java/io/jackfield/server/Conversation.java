package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation whose handler waits, or whose protocol is told what happens. Its thread owns it
 * but for {@link #drain} and {@link #abort}.
 */
final class Conversation implements StreamRequest, Placed, RequestInput.Source, RequestOutput.Sink {
  /** Replaced once, at the beginning, or never. */
  private volatile Carrier carrier;

  private final Limits limits;
  private final SocketAddress server;
  private SocketAddress client;
  private final Patience patience;
  private final RequestInput in;
  private final RequestOutput out = new RequestOutput(this);

  /** What is to be read before the client is known; null where it is. */
  private @Nullable ProxyReading awaited;

  private @Nullable ProxyHeader header;
  private Admission.@Nullable Place place;

  /** Whether the client was too slow to take what was sent. */
  private boolean isStuck;

  /** What the handler reads from. */
  private @Nullable ByteBuffer lent;

  private long bytesIn;
  private long bytesOut;

  private volatile boolean draining;

  Conversation(Carrier carrier, SocketAddress client, SocketAddress server, Limits limits) {
    this.carrier = carrier;
    this.limits = limits;
    this.patience = new Patience(limits, System.nanoTime());
    this.in = new RequestInput(this, limits.lineBytes());
    this.client = client;
    this.server = server;
  }

  @Override
  public SocketAddress clientAddress() {
    return client;
  }

  @Override
  public SocketAddress serverAddress() {
    return server;
  }

  @Override
  public RequestInput in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public long bytesIn() {
    return bytesIn + carrier.receivedBytes();
  }

  @Override
  public long bytesOut() {
    return bytesOut + carrier.sentBytes();
  }

  @Override
  public void shutdownOutput() throws IOException {
    out.close();
  }

  @Override
  public void end() throws IOException {
    carrier.end();
  }

  Carrier carrier() {
    return carrier;
  }

  /** So much went each way where another process carried it. */
  void carried(long in, long out) {
    bytesIn = in;
    bytesOut = out;
  }

  // ---- what carries it --------------------------------------------------------------------------

  Limits limits() {
    return limits;
  }

  /** The socket that it has on an engine that waits, before anything was said. */
  SocketCarrier socket() {
    if (carrier instanceof SocketCarrier socket) {
      return socket;
    }
    throw new IllegalStateException("a conversation without a socket");
  }

  /** Something else carries it from now on. By the handler's thread. */
  void carriedBy(Carrier next) {
    carrier = next;
  }

  // ---- who it is --------------------------------------------------------------------------------

  /** A proxy says first whose connection it is. */
  void awaits(ProxyReading reading) {
    awaited = reading;
  }

  /** A proxy has said whose it is. */
  void identifiedBy(ProxyHeader said) {
    header = said;
    SocketAddress source = said.source();
    client = source == null ? client : source;
  }

  /** Reads what a proxy says; false if it has gone without a word. By the handler's thread. */
  boolean readHeader() throws IOException {
    ProxyReading reading = Objects.requireNonNull(awaited, "nobody is to say anything");
    ProxyHeader said = reading.read(this::isDraining);
    if (said == null) {
      return false;
    }
    identifiedBy(said);
    return true;
  }

  void identified() {
    awaited = null;
  }

  @Override
  public boolean isIdentified() {
    return awaited == null;
  }

  @Override
  public Optional<ProxyHeader> proxyHeader() {
    return Optional.ofNullable(header);
  }

  @Override
  public void place(Admission.Place taken) {
    place = taken;
  }

  @Override
  public Admission.@Nullable Place place() {
    return place;
  }

  // ---- what is said -----------------------------------------------------------------------------

  /** What comes before the first byte; false if the conversation is over with that. */
  boolean begin() throws IOException {
    return carrier.begin(this::isDraining);
  }

  @Override
  public @Nullable ByteBuffer receive(boolean midway) throws IOException {
    giveBack();
    out.flush();
    patience.midway(midway);
    carrier.waitAtMost(patience.toWait(System.nanoTime()));
    try {
      ByteBuffer received = carrier.receive(this::room, () -> draining && !midway);
      lent = received;
      if (received != null) {
        requireAllowed();
        bytesIn += received.remaining();
        patience.received(received.remaining(), System.nanoTime());
      }
      return received;
    } catch (SocketTimeoutException e) {
      throw patience.exceeded(System.nanoTime(), e);
    }
  }

  /** For as much as the client may yet send; where that is nothing, for a byte that tells on it. */
  private ByteBuffer room() {
    long allowed = Math.max(limits.requestBytes() - bytesIn, 1);
    return Buffers.SHARED.take().limit((int) Math.min(allowed, RequestInput.CHUNK_BYTES));
  }

  private void requireAllowed() throws RequestTooLongException {
    if (bytesIn == limits.requestBytes()) {
      in.cutOff(true);
      throw new RequestTooLongException(limits.requestBytes());
    }
  }

  private void giveBack() {
    ByteBuffer read = lent;
    if (read != null) {
      lent = null;
      Buffers.SHARED.giveBack(read);
    }
  }

  boolean isDraining() {
    return draining;
  }

  @Override
  public int available() throws IOException {
    return carrier.available();
  }

  @Override
  public void send(ByteBuffer from) throws IOException {
    patience.sending(from.remaining(), System.nanoTime());
    try {
      while (from.hasRemaining()) {
        carrier.waitAtMost(patience.toWait(System.nanoTime()));
        bytesOut += carrier.send(from);
        patience.sent(System.nanoTime());
      }
    } catch (SocketTimeoutException e) {
      isStuck = true;
      throw e instanceof ClientTimeoutException ? e : patience.exceeded(System.nanoTime(), e);
    }
    patience.allSent();
  }

  /**
   * From now on the stream ends where nothing is unanswered: at once if the handler waits for a new
   * question, else when it has answered those that have arrived. Any thread.
   */
  void drain() {
    draining = true;
    carrier.wake();
  }

  /** Ends it at once. Any thread. */
  void abort() {
    Carrier ended = null;
    for (Carrier last = carrier; !last.equals(ended); last = carrier) {
      last.abort(); // Another may carry it by now, and was not there to be told.
      ended = last;
    }
  }

  /** Sends what the handler has left gathered. */
  void complete() throws IOException {
    out.flush();
  }

  /** Whether reading was given up in the middle of something the client may still be sending. */
  boolean cutOff() {
    return in.cutOff();
  }

  /** Ends it, in order if the client takes what is sent. By the handler's thread. */
  void close() {
    in.over();
    giveBack();
    try {
      takeLeave();
    } finally {
      out.over();
    }
  }

  private void takeLeave() {
    if (isStuck) {
      abort();
      return;
    }
    boolean ended = false;
    try {
      shutdownOutput();
      carrier.close(in.cutOff());
      ended = true;
    } catch (IOException e) {
      // The client is gone: there is nobody to take leave of.
    } finally {
      if (!ended) {
        abort();
      }
    }
  }
}
