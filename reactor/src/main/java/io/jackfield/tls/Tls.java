package io.jackfield.tls;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * TLS on an event loop: a protocol that knows nothing of it is given a {@link TlsTransport} once
 * the handshake is done. The handshake's computations run on other threads. For the loop's thread.
 */
public final class Tls {
  /** How long a handshake may take if nothing else is said. */
  public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  private Tls() {}

  /** As below, with the default time-out. */
  public static ProtocolFactory server(TlsServerConfig config, ProtocolFactory above) {
    return server(config, above, DEFAULT_HANDSHAKE_TIMEOUT);
  }

  /**
   * A factory for {@link Reactor#listen}, whose connections speak TLS. {@code above} builds a
   * protocol when a handshake is done; one that fails is logged and nobody else hears of it.
   */
  public static ProtocolFactory server(
      TlsServerConfig config, ProtocolFactory above, Duration handshakeTimeout) {
    return server(config, above, handshakeTimeout, Tls::logFailure);
  }

  /**
   * As above.
   *
   * @param failed told, on the loop's thread, of a client and why its handshake failed
   */
  public static ProtocolFactory server(
      TlsServerConfig config,
      ProtocolFactory above,
      Duration handshakeTimeout,
      BiConsumer<@Nullable SocketAddress, Throwable> failed) {
    return new ServerFactory(config, above, handshakeTimeout, failed);
  }

  private static void logFailure(@Nullable SocketAddress peer, Throwable why) {
    System.getLogger(Tls.class.getName())
        .log(System.Logger.Level.INFO, "{0}: TLS failed: {1}", peer, why.getMessage());
  }

  /** A record, so that the same on two ports is one factory. */
  private record ServerFactory(
      TlsServerConfig config,
      ProtocolFactory above,
      Duration handshakeTimeout,
      BiConsumer<@Nullable SocketAddress, Throwable> failed)
      implements ProtocolFactory {
    @Override
    public Protocol buildProtocol(@Nullable SocketAddress peer) {
      return new TlsFilter(
          config.newSession(),
          handshakeTimeout,
          _ -> above.buildProtocol(peer),
          new ServerHandshake(peer, failed));
    }

    @Override
    public void acceptFailed(IOException failure) {
      above.acceptFailed(failure);
    }

    @Override
    public void started() {
      above.started();
    }

    @Override
    public void stopped() {
      above.stopped();
    }
  }

  private record ServerHandshake(
      @Nullable SocketAddress peer, BiConsumer<@Nullable SocketAddress, Throwable> told)
      implements TlsFilter.Outcome {
    @Override
    public void secured(TlsTransport transport) {}

    @Override
    public void failed(Throwable why) {
      told.accept(peer, why);
    }
  }

  /**
   * Connects and shakes hands.
   *
   * @param peer whom {@code to} must prove to be
   * @return completed on the loop's thread with the protocol of {@code above}, after its {@code
   *     connectionMade}; or with the {@link TlsException} or other {@link IOException} why not.
   *     Cancelling it ends the attempt.
   */
  public static CompletableFuture<Protocol> connect(
      Reactor reactor,
      SocketAddress to,
      TlsPeer peer,
      ProtocolFactory above,
      StreamOptions options) {
    var result = new CompletableFuture<Protocol>();
    ProtocolFactory filtered =
        new ProtocolFactory() {
          @Override
          public Protocol buildProtocol(@Nullable SocketAddress address) {
            return new TlsFilter(
                peer.newSession(),
                peer.handshakeTimeout(),
                _ -> result.isDone() ? null : above.buildProtocol(address),
                new Handshake(result));
          }

          @Override
          public void started() {
            above.started();
          }

          @Override
          public void stopped() {
            above.stopped();
          }
        };
    CompletableFuture<Protocol> connecting = reactor.connect(to, filtered, options);
    var _ =
        connecting.whenComplete((filter, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
          } else if (result.isCancelled() && filter instanceof TlsFilter one) {
            one.giveUp();
          }
        });
    var _ =
        result.whenComplete((_, _) -> {
          if (result.isCancelled()) {
            connecting.cancel(false);
            reactor.execute(() -> {
              if (connecting.state() == Future.State.SUCCESS
                  && connecting.resultNow() instanceof TlsFilter one) {
                one.giveUp();
              }
            });
          }
        });
    return result;
  }

  /** Tells a future how a handshake ended. */
  private record Handshake(CompletableFuture<Protocol> result) implements TlsFilter.Outcome {
    @Override
    public void secured(TlsTransport transport) {
      Protocol above = transport.above();
      if (above == null || !result.complete(above)) {
        transport.abort(); // Cancelled at this very moment.
      }
    }

    @Override
    public void failed(Throwable why) {
      result.completeExceptionally(why);
    }
  }

  /**
   * Begins TLS on a connection that has spoken plain text so far: STARTTLS. From the call on what
   * arrives is TLS; what came together with the peer's last plain words is the caller's to throw
   * away (RFC 3207 section 4.2; CVE-2011-0411).
   *
   * @param session a new one, of a server's or a client's configuration
   * @param above called on when the handshake is done; its {@code connectionMade} is called again,
   *     with the new transport
   * @return completed on the loop's thread with the new transport; or with the reason why not, the
   *     connection then being lost, which {@code above} is told too
   */
  public static CompletableFuture<TlsTransport> start(
      Transport plain, TlsSession session, Protocol above) {
    var result = new CompletableFuture<TlsTransport>();
    var filter =
        new TlsFilter(
            session,
            DEFAULT_HANDSHAKE_TIMEOUT,
            _ -> above,
            new TlsFilter.Outcome() {
              @Override
              public void secured(TlsTransport transport) {
                result.complete(transport);
              }

              @Override
              public void failed(Throwable why) {
                result.completeExceptionally(why);
                above.connectionLost(new LossReason.Lost(why));
              }
            });
    plain.protocol(filter);
    filter.connectionMade(plain);
    return result;
  }
}
