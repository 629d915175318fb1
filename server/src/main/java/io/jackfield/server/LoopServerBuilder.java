package io.jackfield.server;

import io.jackfield.reactor.ReactorBuilder.DriverSource;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says what a {@link LoopServer} is to be, then opens it. Used by one thread. */
public final class LoopServerBuilder {
  private final InetSocketAddress address;
  private @Nullable Supplier<? extends Exchange> exchange;
  private LoopChoice loop = LoopChoice.OWN;
  private boolean sharesPort;
  private String name = "server";
  private ServerHooks<StreamRequest> hooks = new ServerHooks<>() {};
  private @Nullable TlsServerConfig tls;
  private Duration handshakeTimeout = ServerBuilder.DEFAULT_HANDSHAKE_TIMEOUT;
  private Duration idleTimeout = ServerBuilder.DEFAULT_IDLE_TIMEOUT;
  private Duration drainTimeout = ServerBuilder.DEFAULT_DRAIN_TIMEOUT;

  LoopServerBuilder(InetSocketAddress address) {
    this.address = address;
  }

  /** Makes the rules of each conversation. Required. */
  public LoopServerBuilder exchange(Supplier<? extends Exchange> exchange) {
    this.exchange = Objects.requireNonNull(exchange);
    return this;
  }

  /** A loop of its own, which waits with this; with epoll if nothing is said. */
  public LoopServerBuilder driver(DriverSource driver) {
    this.loop = new LoopChoice(Objects.requireNonNull(driver), null);
    return this;
  }

  /** A loop that carries other servers too, and serves them together. */
  public LoopServerBuilder on(ServerLoop shared) {
    this.loop = new LoopChoice(loop.driver(), Objects.requireNonNull(shared));
    return this;
  }

  /** Whether others of this program have the address too. */
  LoopServerBuilder sharesPort(boolean shares) {
    this.sharesPort = shares;
    return this;
  }

  /**
   * Has every conversation go through TLS; it begins, for hooks and counts too, when its handshake
   * is done. A handshake that fails is told as an error, and counts as failed.
   */
  public LoopServerBuilder tls(TlsServerConfig config) {
    this.tls = Objects.requireNonNull(config);
    return this;
  }

  /** As {@link ServerBuilder#handshakeTimeout}. */
  public LoopServerBuilder handshakeTimeout(Duration handshakeTimeout) {
    this.handshakeTimeout = ServerBuilder.requirePositive(handshakeTimeout);
    return this;
  }

  /** Who is told and asked. */
  public LoopServerBuilder hooks(ServerHooks<StreamRequest> hooks) {
    this.hooks = Objects.requireNonNull(hooks);
    return this;
  }

  /** The name of the server's thread. */
  public LoopServerBuilder name(String name) {
    this.name = Objects.requireNonNull(name);
    return this;
  }

  /** As {@link ServerBuilder#idleTimeout}. */
  public LoopServerBuilder idleTimeout(Duration idleTimeout) {
    this.idleTimeout = ServerBuilder.requirePositive(idleTimeout);
    return this;
  }

  /** As {@link ServerBuilder#drainTimeout}. */
  public LoopServerBuilder drainTimeout(Duration drainTimeout) {
    this.drainTimeout = ServerBuilder.atMostAYear(drainTimeout);
    return this;
  }

  /**
   * Opens the server: bound and listening, but not serving yet.
   *
   * @throws IOException as {@code bind} does: {@link io.jackfield.socket.AddressInUseException},
   *     {@link io.jackfield.socket.BindDeniedException}, …; or if the driver cannot be had
   * @throws IllegalStateException if no exchange was said
   */
  public LoopServer open() throws IOException {
    exchange();
    return LoopPlace.open(loop, drainTimeout, place -> LoopServer.open(this, place));
  }

  /** Opens the server and has it serve on a thread of its own; returns when it listens. */
  public LoopServer start() throws IOException {
    LoopServer server = open();
    Thread.ofPlatform().name(name).start(server::serveForever);
    return server;
  }

  InetSocketAddress address() {
    return address;
  }

  Supplier<? extends Exchange> exchange() {
    Supplier<? extends Exchange> said = exchange;
    if (said == null) {
      throw new IllegalStateException("a server needs an exchange: call exchange(MyRules::new)");
    }
    return said;
  }

  ServerHooks<StreamRequest> hooks() {
    return hooks;
  }

  @Nullable TlsServerConfig tls() {
    return tls;
  }

  Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  Duration idleTimeout() {
    return idleTimeout;
  }

  /** What a client does not take of our last words is waited for as long as a silent one is. */
  StreamOptions streamOptions() {
    StreamOptions.Builder options = StreamOptions.builder().closeTimeout(idleTimeout);
    if (sharesPort) {
      options.socketOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    return options.build();
  }
}
