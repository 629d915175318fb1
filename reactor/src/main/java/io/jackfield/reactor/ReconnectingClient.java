package io.jackfield.reactor;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client that connects again when its connection is lost or an attempt has failed, after a pause
 * that grows with each failure in a row. For the loop's thread. Source: Twisted's {@code
 * ReconnectingClientFactory}.
 *
 * <pre>{@code
 * var client =
 *     ReconnectingClient.start(
 *         reactor, again -> reactor.connect(address, again), factory, backoff);
 * }</pre>
 */
public final class ReconnectingClient {

  private final Reactor reactor;
  private final Function<ProtocolFactory, CompletableFuture<Protocol>> connect;
  private final ProtocolFactory factory;
  private final Backoff backoff;

  private @Nullable CompletableFuture<Protocol> attempt;
  private @Nullable Timer pause;
  private @Nullable Transport connection;
  private boolean stopped;

  private ReconnectingClient(
      Reactor reactor,
      Function<ProtocolFactory, CompletableFuture<Protocol>> connect,
      ProtocolFactory factory,
      Backoff backoff) {
    this.reactor = reactor;
    this.connect = connect;
    this.factory = factory;
    this.backoff = backoff;
  }

  /**
   * Connects at once, and again and again until it is stopped.
   *
   * @param connect makes one attempt with the factory it is given
   * @param factory builds a protocol for each connection
   * @param backoff how long to pause; begins anew with each connection that is made
   */
  public static ReconnectingClient start(
      Reactor reactor,
      Function<ProtocolFactory, CompletableFuture<Protocol>> connect,
      ProtocolFactory factory,
      Backoff backoff) {
    reactor.requireLoopThread();
    var client = new ReconnectingClient(reactor, connect, factory, backoff);
    client.attempt();
    return client;
  }

  /** Connects no more, and closes the connection if there is one. */
  public void stop() {
    reactor.requireLoopThread();
    stopped = true;
    if (pause != null) {
      pause.cancel();
    }
    if (attempt != null) {
      attempt.cancel(false);
    }
    if (connection != null) {
      connection.close();
    }
  }

  /** Whether there is a connection. */
  public boolean isConnected() {
    return connection != null;
  }

  private void attempt() {
    pause = null;
    attempt = connect.apply(peer -> watched(factory.buildProtocol(peer)));
    var _ =
        attempt.whenComplete((_, failure) -> {
          attempt = null;
          if (failure != null) {
            System.getLogger(ReconnectingClient.class.getName())
                .log(
                    System.Logger.Level.DEBUG,
                    "not connected: {0}",
                    Futures.cause(failure).getMessage());
            again();
          }
        });
  }

  private void again() {
    if (!stopped) {
      pause = reactor.callLater(backoff.next(), this::attempt);
    }
  }

  private @Nullable Protocol watched(@Nullable Protocol protocol) {
    return protocol == null ? null : new Watched(protocol);
  }

  /** Passes everything on, and notes when the connection begins and ends. */
  private final class Watched implements Protocol {
    private final Protocol protocol;

    Watched(Protocol protocol) {
      this.protocol = protocol;
    }

    @Override
    public void connectionMade(Transport transport) {
      connection = transport;
      backoff.reset();
      protocol.connectionMade(transport);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      protocol.dataReceived(data);
    }

    @Override
    public boolean endReceived() {
      return protocol.endReceived();
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
    public boolean stopping() {
      return protocol.stopping();
    }

    @Override
    public void connectionLost(LossReason reason) {
      connection = null;
      try {
        protocol.connectionLost(reason);
      } finally {
        again();
      }
    }
  }
}
