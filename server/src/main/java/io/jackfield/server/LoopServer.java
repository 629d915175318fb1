package io.jackfield.server;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A server of conversations over TCP, all of them on one event loop:
 *
 * <pre>{@code
 * try (var server = LoopServer.at(new InetSocketAddress("localhost", 9999))
 *     .exchange(Greeting::new).driver(Drivers::epoll).start()) {
 *   …
 * }
 * }</pre>
 *
 * <p>It owns a {@link Reactor}, which the serving thread runs; hooks are called by that thread
 * alone, and must not wait. As with {@link TcpServer}, an exception ends its own conversation.
 */
public final class LoopServer implements Server {
  /** How long aborted conversations may take to notice it. */
  private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);

  final GuardedHooks<StreamRequest> hooks;
  final Counters counters = new Counters();
  final Duration idleTimeout;

  /** What the conversation that is being called has answered; between callbacks it is empty. */
  final ByteBuffer gathered;

  private final LoopServerBuilder settings;
  private final Reactor reactor;
  private final ListeningPort port;
  private final InetSocketAddress address;
  private final AtomicBoolean served = new AtomicBoolean();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final LoopDrain drain;

  private LoopServer(LoopServerBuilder settings, Reactor reactor) throws IOException {
    this.settings = settings;
    this.reactor = reactor;
    this.hooks = new GuardedHooks<>(settings.hooks());
    this.idleTimeout = settings.idleTimeout();
    this.gathered = ByteBuffer.allocate(settings.tls() == null ? 0 : RequestOutput.GATHERED_BYTES);
    this.port = reactor.listen(settings.address(), factory(), settings.streamOptions());
    if (!(port.localAddress() instanceof InetSocketAddress bound)) {
      throw new IOException("a TCP listener without an address");
    }
    this.address = bound;
    this.drain = new LoopDrain(reactor, port, this::drained);
  }

  /** Begins a server that will listen at {@code address}; port 0 is any free one. */
  public static LoopServerBuilder at(InetSocketAddress address) {
    return new LoopServerBuilder(address);
  }

  static LoopServer open(LoopServerBuilder settings) throws IOException {
    Reactor reactor = Reactor.builder().driver(settings.driver()).build();
    try {
      return new LoopServer(settings, reactor);
    } catch (IOException | RuntimeException e) {
      reactor.close();
      throw e;
    }
  }

  private ProtocolFactory factory() {
    TlsServerConfig tls = settings.tls();
    return tls == null
        ? this::buildProtocol
        : Tls.server(tls, this::buildProtocol, settings.handshakeTimeout(), this::handshakeFailed);
  }

  /** Who ends before TLS began, as a health check does, has done nothing wrong. */
  private void handshakeFailed(@Nullable SocketAddress client, Throwable why) {
    counters.taken.increment();
    if (client != null && !TlsCarrier.isEndInHandshake(why)) {
      counters.failed.increment();
      hooks.handleError(
          new LoopConversation(this, client, address, settings.exchange().get(), drain), why);
    }
  }

  private @Nullable Protocol buildProtocol(@Nullable SocketAddress client) {
    if (client == null) {
      return null; // It has gone before we looked.
    }
    counters.taken.increment();
    var conversation =
        new LoopConversation(this, client, address, settings.exchange().get(), drain);
    if (!hooks.verified(conversation)) {
      counters.refused.increment();
      return null;
    }
    return conversation;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  /** Which driver carries it: {@code epoll}. */
  public String driverName() {
    return reactor.driverName();
  }

  /** Runs the loop until {@link #shutdown}; on the calling thread, a platform thread. */
  @Override
  public void serveForever() {
    served.set(true);
    try {
      if (!stopping.get()) {
        reactor.run();
      }
    } catch (IOException e) {
      hooks.handleTakeError(e);
    } finally {
      reactor.close();
      ended.countDown();
    }
  }

  @Override
  public void shutdown() {
    if (stopping.compareAndSet(false, true)) {
      reactor.execute(() -> drain.begin(settings.drainTimeout()));
    }
  }

  /** Nothing is left to be answered; by the loop's thread. */
  private void drained(boolean someCutOff) {
    var stopped = reactor.stop();
    if (!someCutOff) {
      // Connections that only wait for their clients' ends keep nobody waiting.
      ended.countDown();
    } else {
      var _ = stopped.thenRun(ended::countDown);
    }
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(BaseServer.saturatedNanos(timeout), TimeUnit.NANOSECONDS);
  }

  @Override
  public ServerCounts counts() {
    return counters.sums();
  }

  /**
   * {@link #shutdown}, and waits until it is complete, at most the drain time-out and a second;
   * called by the loop's own thread it does not wait.
   */
  @Override
  public void close() {
    shutdown();
    if (!served.get()) {
      reactor.close();
      ended.countDown();
    }
    if (reactor.isLoopThread()) {
      return;
    }
    try {
      Duration limit = Objects.requireNonNull(settings.drainTimeout()).plus(ABORT_TIMEOUT);
      awaitEnd(limit.plus(ABORT_TIMEOUT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
