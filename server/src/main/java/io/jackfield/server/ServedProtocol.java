package io.jackfield.server;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Timer;
import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Between a connection and its protocol, which is the user's: what a server adds to them. It looks
 * at how long the client is waited for, and ends what the server's stop is to end; all else it
 * passes on. The loop's, but for what a {@link Carrier} has for any thread.
 *
 * <p>The protocol may have another one put into its place ({@link Transport#protocol}), which is
 * then told directly. What must be known all the same the transport tells.
 */
final class ServedProtocol implements Protocol, Carrier, LoopDrain.Member, LoopPatience.Client {
  /** What runs it. */
  interface Home {
    /** The connection is there. */
    void made(ServedProtocol one);

    /** Something arrived, or the client has taken what held it up. */
    void changed();

    /**
     * It is no more.
     *
     * @param failure what is to be told of it; null for nothing
     */
    void over(ServedProtocol one, @Nullable Throwable failure);

    /** The server stops. Any thread. */
    default void stops() {}

    /** It is to end at once. Any thread. */
    default void aborts() {}
  }

  /** How long the end of who was too slow may take. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Home home;
  private final SharedFactory factory;
  private final Limits limits;
  private @Nullable Conversation conversation;

  /** Null before the connection is made; below TLS until that is. */
  private @Nullable Transport transport;

  private @Nullable Protocol protocol;
  private @Nullable LoopPatience patience;

  /** Set where it is not what the transport says. */
  private @Nullable Throwable failure;

  /** Why it was ended here, where the transport knows nothing of it. */
  private @Nullable LossReason brokenOff;

  /** How many bytes the protocol was told of. */
  private long toldBytes;

  /** Turns without a word of the client since the server stops. */
  private int quietTurns;

  /** Whether it is to end: how it does is its own affair until the time to drain is up. */
  private boolean stopped;

  ServedProtocol(Home home, SharedFactory factory, Limits limits) {
    this.home = home;
    this.factory = factory;
    this.limits = limits;
  }

  /** Whose protocol it is. */
  void serves(Conversation one) {
    conversation = one;
  }

  Conversation conversation() {
    return Objects.requireNonNull(conversation, "nobody's");
  }

  /** The connection is there, but not yet what the protocol is told of. */
  void connectedBy(Transport below) {
    if (transport == null) {
      transport = below;
    }
  }

  // ---- what the connection tells ----------------------------------------------------------------

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    patience = new LoopPatience(this, made, limits);
    var _ = made.ended().thenAccept(this::ended);
    home.made(this);
    Protocol built = factory.build(conversation().clientAddress());
    if (built == null) {
      failure = new ClientRefusedException();
      made.close();
      return;
    }
    protocol = built;
    built.connectionMade(made);
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    long allowed = limits.requestBytes() - toldBytes;
    boolean isTooLong = data.remaining() > allowed;
    if (isTooLong) {
      data.limit(data.position() + (int) allowed);
    }
    toldBytes += data.remaining();
    if (patience != null) {
      patience.received(data.remaining());
    }
    quietTurns = 0;
    if (protocol != null && data.hasRemaining()) {
      protocol.dataReceived(data);
    }
    if (patience != null) {
      patience.answered();
    }
    if (isTooLong) {
      var why = new RequestTooLongException(limits.requestBytes());
      failure = why;
      brokenOff = new LossReason.Lost(why);
      transport().close();
    }
    home.changed();
  }

  @Override
  public boolean endReceived() {
    return protocol != null && protocol.endReceived();
  }

  @Override
  public void writePaused() {
    if (protocol != null) {
      protocol.writePaused();
    }
  }

  @Override
  public void writeResumed() {
    quietTurns = 0;
    if (protocol != null) {
      protocol.writeResumed();
    }
    home.changed();
  }

  @Override
  public boolean stopping() {
    return protocol != null && protocol.stopping();
  }

  @Override
  public void connectionLost(LossReason reason) {
    if (protocol != null) {
      protocol.connectionLost(brokenOff == null ? reason : brokenOff);
    }
  }

  /** After the last protocol was told, whichever that was. */
  private void ended(LossReason reason) {
    if (patience != null) {
      patience.release();
    }
    if (failure == null) {
      LossReason told = protocol instanceof ServerProtocol own ? own.ended(reason) : reason;
      failure =
          switch (told) {
            case LossReason.Lost lost -> lost.cause();
            case LossReason.TimedOut late -> new ClientTimeoutException(late);
            case LossReason.Done _, LossReason.Aborted _ -> null;
          };
    }
    home.over(this, failure);
  }

  // ---- how long the client is waited for --------------------------------------------------------

  private Transport transport() {
    return Objects.requireNonNull(transport, "not connected");
  }

  @Override
  public boolean isMidway() {
    return protocol instanceof ServerProtocol own && own.isMidway();
  }

  @Override
  public boolean awaitsFirstByte() {
    return !(protocol instanceof ServerProtocol own) || own.awaitsFirstByte();
  }

  @Override
  public long answeredBytes() {
    return transport().sentBytes() + transport().bufferedBytes();
  }

  @Override
  public void timeOut(ClientTimeoutException why) {
    failure = why;
    brokenOff = why.reason();
    Transport slow = transport();
    if (slow.bufferedBytes() > 0) {
      slow.abort();
    } else {
      slow.close();
      // A file that still waits is not counted there, and was waited for long enough.
      Duration idle = limits.idleTimeout();
      Timer end =
          slow.reactor().callLater(idle.compareTo(FAREWELL) < 0 ? idle : FAREWELL, slow::abort);
      var _ = slow.ended().thenRun(end::cancel);
    }
  }

  // ---- the server's stop ------------------------------------------------------------------------

  @Override
  public void drain() {}

  @Override
  public boolean drainTurn(int enough) {
    if (stopped) {
      return false;
    }
    Transport there = transport;
    // While what it answers waits for its client, silence says nothing.
    if (there == null || there.isWritePaused() || ++quietTurns < enough) {
      return true;
    }
    stopped = true;
    there.stop();
    return false;
  }

  @Override
  public void cutShort() {
    if (transport != null) {
      failure = new ClosedChannelException();
      transport.abort();
    }
  }

  // ---- as a carrier, of which a conversation knows ----------------------------------------------

  @Override
  public long receivedBytes() {
    return transport == null ? 0 : transport.receivedBytes();
  }

  @Override
  public long sentBytes() {
    return transport == null ? 0 : transport.sentBytes();
  }

  @Override
  public void wake() {
    home.stops();
  }

  @Override
  public void abort() {
    home.aborts();
  }

  @Override
  public void waitAtMost(Duration limit) {}

  private static UnsupportedOperationException protocolsOwn() {
    return new UnsupportedOperationException(
        "what is said in this conversation is its protocol's affair");
  }

  @Override
  public @Nullable ByteBuffer receive(Supplier<ByteBuffer> room, BooleanSupplier stop) {
    throw protocolsOwn();
  }

  @Override
  public int send(ByteBuffer from) {
    throw protocolsOwn();
  }

  @Override
  public int available() {
    return 0;
  }

  /** Its end is its protocol's, or the server's stop. */
  @Override
  public void end() {}

  @Override
  public void close(boolean cutOff) {}
}
