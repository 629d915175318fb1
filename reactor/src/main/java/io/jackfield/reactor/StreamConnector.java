package io.jackfield.reactor;

import io.jackfield.reactor.driver.Handle;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Connects to whichever of several addresses answers first. The next attempt begins when the one
 * before has failed, or has gone on for a quarter of a second; the first to succeed ends the
 * others. Source: RFC 8305.
 */
final class StreamConnector implements StreamHost, ConnectAttempt.Outcome {
  /** RFC 8305 section 5, "Connection Attempt Delay". */
  private static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

  private final Reactor reactor;
  private final ProtocolFactory factory;
  private final StreamOptions options;
  private final ArrayDeque<SocketAddress> left;
  private final List<ConnectAttempt> underWay = new ArrayList<>();
  private final CompletableFuture<Protocol> result;
  private @Nullable IOException failure;
  private @Nullable Timer nextAttempt;

  StreamConnector(
      Reactor reactor,
      List<? extends SocketAddress> addresses,
      ProtocolFactory factory,
      StreamOptions options,
      CompletableFuture<Protocol> result) {
    this.reactor = reactor;
    this.left = new ArrayDeque<>(addresses);
    this.factory = factory;
    this.options = options;
    this.result = result;
  }

  void begin() {
    if (result.isDone()) {
      return;
    }
    reactor.factories().use(factory);
    reactor.connections().connectors().add(this);
    var _ =
        result.whenComplete((_, _) -> {
          // Cancelled, by any thread, while something was under way.
          if (result.isCancelled()) {
            reactor.execute(this::giveUp);
          }
        });
    try {
      attemptNext();
    } catch (RuntimeException e) {
      giveUp(); // An address that the driver cannot do: nothing stays behind.
      throw e;
    }
  }

  private void attemptNext() {
    SocketAddress next = left.poll();
    if (next == null || result.isDone()) {
      return;
    }
    var attempt = new ConnectAttempt(reactor, next, options, this);
    underWay.add(attempt);
    if (!left.isEmpty()) {
      nextAttempt = reactor.callLater(ATTEMPT_DELAY, this::attemptNext);
    }
    attempt.begin();
  }

  @Override
  public void connected(ConnectAttempt attempt, Handle handle) {
    underWay.remove(attempt);
    endAttempts();
    reactor.connections().connectors().remove(this);
    // Cancelled meanwhile: the protocol is to hear nothing of it.
    Protocol protocol = result.isDone() ? null : build(attempt.to());
    if (protocol == null) {
      reactor.driver().close(handle, false);
      reactor.factories().release(factory);
      result.completeExceptionally(new IOException("the factory wants no protocol"));
      return;
    }
    var stream = StreamTransport.of(this, handle, protocol);
    stream.begin();
    if (!result.complete(protocol)) {
      stream.abort(); // Cancelled by another thread at this very moment.
    }
  }

  private @Nullable Protocol build(SocketAddress peer) {
    try {
      return factory.buildProtocol(peer);
    } catch (Throwable t) {
      reactor.failed(t, "buildProtocol");
      return null;
    }
  }

  @Override
  public void failed(ConnectAttempt attempt, IOException why) {
    underWay.remove(attempt);
    if (failure == null) {
      failure = why;
    } else {
      failure.addSuppressed(why);
    }
    if (!left.isEmpty()) {
      if (nextAttempt != null) {
        nextAttempt.cancel();
      }
      attemptNext();
    } else if (underWay.isEmpty() && reactor.connections().connectors().remove(this)) {
      reactor.factories().release(factory);
      result.completeExceptionally(failure);
    }
  }

  private void endAttempts() {
    left.clear();
    if (nextAttempt != null) {
      nextAttempt.cancel();
    }
    underWay.forEach(ConnectAttempt::giveUp);
    underWay.clear();
  }

  /** Ends what is under way; a connection that was made goes on. */
  void giveUp() {
    if (reactor.connections().connectors().remove(this)) {
      endAttempts();
      reactor.factories().release(factory);
      result.cancel(false);
    }
  }

  @Override
  public void opened(StreamTransport stream) {
    reactor.connections().opened(stream);
  }

  @Override
  public void lost(StreamTransport stream) {
    reactor.connections().lost(stream);
    reactor.factories().release(factory);
  }

  @Override
  public Reactor reactor() {
    return reactor;
  }

  @Override
  public StreamOptions options() {
    return options;
  }
}
