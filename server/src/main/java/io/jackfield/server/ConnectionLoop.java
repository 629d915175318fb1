package io.jackfield.server;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection whose protocol is told what happens, on an engine that waits: a loop of its own,
 * which the conversation's thread turns until the connection is over. So all that a protocol may
 * expect of its transport and its reactor is what it is everywhere. That thread's, but for two
 * methods.
 */
final class ConnectionLoop implements ServedProtocol.Home {
  /** After how many turns without a word nothing had arrived: as {@link ServerLoop#quietTurns}. */
  private static final int QUIET_TURNS = 2;

  private final SharedFactory factory;
  private final Conversation conversation;
  private final ServedProtocol served;

  /** Null before it turns. */
  private volatile @Nullable Reactor reactor;

  private volatile boolean isAborted;
  private boolean draining;
  private boolean over;

  /** What is to be told of its end. */
  private @Nullable Throwable failure;

  ConnectionLoop(SharedFactory factory, Conversation conversation) {
    this.factory = factory;
    this.conversation = conversation;
    this.served = new ServedProtocol(this, factory, conversation.limits());
    served.serves(conversation);
  }

  /**
   * Runs it until it is over.
   *
   * @return what is to be told of its end; null for nothing
   * @throws IOException if there is no descriptor for the loop, or it broke
   */
  @Nullable Throwable run() throws IOException {
    Reactor loop = factory.newLoop();
    loop.start();
    try {
      begin(loop);
      reactor = loop;
      if (conversation.isDraining()) {
        drain();
      }
      if (isAborted) {
        cutShort();
      }
      while (!over) {
        int _ = loop.turn();
      }
    } finally {
      end(loop);
    }
    return failure;
  }

  private void begin(Reactor loop) throws IOException {
    SocketCarrier socket = conversation.socket();
    Protocol first =
        Objects.requireNonNull(
            socket
                .secured(_ -> served, (_, why) -> handshakeFailed(why))
                .buildProtocol(conversation.clientAddress()),
            "it refuses nobody");
    conversation.carriedBy(served);
    try {
      Transport below = socket.handOver(loop, first, options(conversation.limits()));
      served.connectedBy(below);
      var _ = below.ended().thenRun(() -> over = true);
    } catch (IOException | RuntimeException e) {
      socket.abort();
      throw e;
    }
  }

  /** What a connection's transport is like, on every engine. */
  static StreamOptions options(Limits limits) {
    return StreamOptions.builder()
        // What a client does not take of our last words is waited for as long as a silent one is.
        .closeTimeout(limits.idleTimeout())
        .writeLimitBytes(limits.writeBufferBytes())
        .build();
  }

  /** Who ends before TLS began, as a health check does, has done nothing wrong. */
  private void handshakeFailed(Throwable why) {
    if (!TlsCarrier.isEndInHandshake(why)) {
      failure = why;
    }
  }

  /** Whatever else the protocol has begun on its loop ends with the connection, in order. */
  private static void end(Reactor loop) throws IOException {
    CompletableFuture<Void> stopped = loop.stop();
    while (!stopped.isDone()) {
      int _ = loop.turn();
    }
  }

  // ---- for its protocol -------------------------------------------------------------------------

  @Override
  public void made(ServedProtocol one) {}

  @Override
  public void changed() {}

  @Override
  public void over(ServedProtocol one, @Nullable Throwable why) {
    failure = why;
  }

  // ---- the server's stop ------------------------------------------------------------------------

  @Override
  public void stops() {
    Reactor loop = reactor;
    if (loop != null) {
      loop.execute(this::drain);
    }
  }

  private void drain() {
    if (!draining) {
      draining = true;
      step();
    }
  }

  private void step() {
    Reactor loop = reactor;
    if (!over && loop != null && served.drainTurn(QUIET_TURNS)) {
      loop.callLater(LoopDrain.STEP, this::step);
    }
  }

  @Override
  public void aborts() {
    isAborted = true;
    Reactor loop = reactor;
    if (loop != null) {
      loop.execute(this::cutShort);
    }
  }

  /** If it is over already, what lingers is waited for no more. */
  private void cutShort() {
    Reactor loop = reactor;
    if (!over) {
      served.cutShort();
    } else if (loop != null) {
      loop.crash();
    }
  }
}
