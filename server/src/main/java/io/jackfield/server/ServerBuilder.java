package io.jackfield.server;

import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what a server is to be, then opens it. Used by one thread.
 *
 * @param <R> the kind of request
 * @param <S> the kind of server
 */
public final class ServerBuilder<R extends Request, S extends BaseServer<R>> {
  /** How long a client may be silent if nothing else is said. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(10);

  /** How long unanswered requests may take after a shutdown if nothing else is said. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(5);

  /** How long a client's TLS handshake may take if nothing else is said. */
  public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration A_YEAR = Duration.ofDays(365);

  /** Binds and activates. */
  interface Opener<R extends Request, S extends BaseServer<R>> {
    S open(ServerConfig<R> config) throws IOException;
  }

  private final SocketAddress address;
  private final Opener<R, S> opener;
  private @Nullable Supplier<? extends BaseRequestHandler<R>> handler;
  private String name = "server";
  private Engine engine = Engine.virtualThreads();
  private ServerHooks<R> hooks = new ServerHooks<>() {};
  private @Nullable TlsServerConfig tls;
  private Duration handshakeTimeout = DEFAULT_HANDSHAKE_TIMEOUT;
  private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
  private Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;

  ServerBuilder(SocketAddress address, Opener<R, S> opener) {
    this.address = address;
    this.opener = opener;
  }

  /** Makes the handler of each request. Required. */
  public ServerBuilder<R, S> handler(Supplier<? extends BaseRequestHandler<R>> handler) {
    this.handler = Objects.requireNonNull(handler);
    return this;
  }

  /** How handlers run; {@link Engine#virtualThreads()} if not said. */
  public ServerBuilder<R, S> engine(Engine engine) {
    this.engine = Objects.requireNonNull(engine);
    return this;
  }

  /** Who is told and asked. */
  public ServerBuilder<R, S> hooks(ServerHooks<R> hooks) {
    this.hooks = Objects.requireNonNull(hooks);
    return this;
  }

  /** The name of the server's threads. */
  public ServerBuilder<R, S> name(String name) {
    this.name = Objects.requireNonNull(name);
    return this;
  }

  /**
   * Has every conversation go through TLS; its handshake is the conversation's first part. Not for
   * datagrams.
   */
  public ServerBuilder<R, S> tls(TlsServerConfig config) {
    this.tls = Objects.requireNonNull(config);
    return this;
  }

  /**
   * How long a client's TLS handshake may take as a whole.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ServerBuilder<R, S> handshakeTimeout(Duration handshakeTimeout) {
    this.handshakeTimeout = requirePositive(handshakeTimeout);
    return this;
  }

  /**
   * How long a client may be silent, or take nothing of what is sent, before its conversation ends.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ServerBuilder<R, S> idleTimeout(Duration idleTimeout) {
    this.idleTimeout = requirePositive(idleTimeout);
    return this;
  }

  static Duration requirePositive(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("a time-out must be positive: " + timeout);
    }
    return timeout;
  }

  /**
   * How long unanswered requests may take after {@link BaseServer#shutdown}; more than a year
   * counts as a year.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ServerBuilder<R, S> drainTimeout(Duration drainTimeout) {
    this.drainTimeout = atMostAYear(drainTimeout);
    return this;
  }

  static Duration atMostAYear(Duration drainTimeout) {
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("negative drain time-out: " + drainTimeout);
    }
    return drainTimeout.compareTo(A_YEAR) > 0 ? A_YEAR : drainTimeout;
  }

  /**
   * Opens the server: bound and listening, but not serving yet.
   *
   * @throws IOException as {@code bind} does: {@link io.jackfield.socket.AddressInUseException},
   *     {@link io.jackfield.socket.BindDeniedException}, …
   * @throws IllegalStateException if no handler was said
   */
  public S open() throws IOException {
    if (handler == null) {
      throw new IllegalStateException("a server needs a handler: call handler(MyHandler::new)");
    }
    return opener.open(
        new ServerConfig<>(
            address,
            name,
            handler,
            engine,
            hooks,
            tls,
            handshakeTimeout,
            idleTimeout,
            drainTimeout));
  }

  /** Opens the server and has it serve on a thread of its own; returns when it listens. */
  public S start() throws IOException {
    S server = open();
    Thread.ofPlatform().name(name).start(server::serveForever);
    return server;
  }
}
