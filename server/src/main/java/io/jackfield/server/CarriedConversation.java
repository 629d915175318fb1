package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.BlockingHandler;
import io.jackfield.reactor.BlockingOptions;
import io.jackfield.reactor.BlockingStream;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conversation whose handler waits, in a virtual thread that an event loop carries. The loop's,
 * but for {@link #handle}, which is the handler's thread's.
 */
final class CarriedConversation implements Protocol, BlockingHandler, LoopDrain.Member {
  private final LoopStreams server;
  private final Reactor reactor;
  private final LoopCarrier carrier;
  private final Conversation conversation;

  /** What the connection is told, it passes on to the handler. */
  private final Protocol blocking;

  /** Turns without a word of the client since the server stops. */
  private int quietTurns;

  private boolean handled;
  private boolean lost;

  CarriedConversation(
      LoopStreams server, Reactor reactor, SocketAddress client, @Nullable ProxyHeader header) {
    this.server = server;
    this.reactor = reactor;
    carrier = new LoopCarrier(this::waits, server.limits().idleTimeout());
    conversation = new Conversation(carrier, client, server.address(), server.limits());
    if (header != null) {
      conversation.identifiedBy(header);
    }
    BlockingOptions options =
        BlockingOptions.builder()
            .timeout(server.limits().idleTimeout())
            .stopTimeout(Taking.ABORT_TIMEOUT)
            .build();
    blocking =
        Objects.requireNonNull(
            Blocking.handler(this, options).buildProtocol(client), "it refuses nobody");
  }

  /** What hooks are told of. */
  Conversation request() {
    return conversation;
  }

  // ---- the handler's thread ---------------------------------------------------------------------

  @Override
  public void handle(BlockingStream stream) {
    carrier.carriedBy(stream);
    try {
      server.answering().answer(conversation);
    } finally {
      var _ = reactor.submit(this::handled).exceptionally(_ -> handledAfterTheLoop());
    }
  }

  private boolean handledAfterTheLoop() {
    server.answering().over(conversation);
    return true;
  }

  /** It waits for what need not come. */
  private void waits() {
    if (reactor.isLoopThread()) {
      server.conversations().changed();
    } else {
      reactor.execute(server.conversations()::changed);
    }
  }

  // ---- the loop's -------------------------------------------------------------------------------

  @Override
  public void connectionMade(Transport transport) {
    server.conversations().opened(this);
    server.hooks().processRequest(conversation);
    blocking.connectionMade(transport);
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    quietTurns = 0;
    blocking.dataReceived(data);
    server.conversations().changed();
  }

  @Override
  public boolean endReceived() {
    return blocking.endReceived();
  }

  @Override
  public void writePaused() {
    blocking.writePaused();
  }

  @Override
  public void writeResumed() {
    blocking.writeResumed();
  }

  @Override
  public boolean stopping() {
    return blocking.stopping();
  }

  @Override
  public void connectionLost(LossReason reason) {
    blocking.connectionLost(reason);
    lost = true;
    overIfBoth();
  }

  private boolean handled() {
    handled = true;
    overIfBoth();
    return true;
  }

  /** Over is what has been handled, and whose connection is no more. */
  private void overIfBoth() {
    if (handled && lost) {
      server.answering().over(conversation);
      server.conversations().closed(this, conversation.cutOff());
    }
  }

  // ---- a server that stops ----------------------------------------------------------------------

  @Override
  public void drain() {
    conversation.drain();
  }

  @Override
  public boolean drainTurn(int enough) {
    if (!carrier.mayStop()) {
      return false;
    }
    if (!carrier.isWaiting()) {
      return true; // Its thread is about to ask the loop, or has been told and is about to go on.
    }
    if (++quietTurns < enough) {
      return true;
    }
    carrier.endInput();
    return false;
  }

  @Override
  public void cutShort() {
    carrier.abort();
    server.answering().active.interrupt(conversation);
  }
}
