package io.jackfield.server;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes connections of TCP or the Unix domain. */
final class StreamTaking extends Taking<StreamRequest> {
  /** The kernel's queue is no longer than this by default ({@code net.core.somaxconn}). */
  private static final int COLLECTED_AT_STOP = 4_096;

  /** Of a Unix client that has bound no address. */
  static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  private final Listener listener;

  /** Connections collected by {@link #stopTaking}; complete once {@link #collected} is down. */
  private final ConcurrentLinkedQueue<Conversation> late = new ConcurrentLinkedQueue<>();

  private final CountDownLatch collected = new CountDownLatch(1);

  private final Function<Socket, SocketCarrier> carriers;

  private StreamTaking(
      ServerConfig<StreamRequest> config,
      Listener listener,
      Workers workers,
      Function<Socket, SocketCarrier> carriers) {
    super(config, listener, workers);
    this.listener = listener;
    this.carriers = carriers;
  }

  static StreamTaking open(ServerConfig<StreamRequest> config) throws IOException {
    Workers workers = Workers.of(config.engine(), config.name());
    TlsServerConfig tls = config.tls();
    Function<Socket, SocketCarrier> carriers =
        tls == null
            ? SocketCarrier::new
            : accepted -> new TlsCarrier(accepted, tls, config.handshakeTimeout());
    return new StreamTaking(config, new Listener(bind(config)), workers, carriers);
  }

  /** With worker processes that answer what is taken. */
  static StreamTaking openPassing(ServerConfig<StreamRequest> config) throws IOException {
    WorkerPlan.requireNamed(config);
    BoundSocket bound = bind(config);
    boolean opened = false;
    try {
      var plan = WorkerPlan.of(config, bound.address(), -1, false);
      WorkerPool pool = WorkerPool.open(plan, new LossesTold(new GuardedHooks<>(config.hooks())));
      opened = true;
      return new StreamTaking(
          config.answeredBy(new Rules.Handlers<>(() -> new PassingHandler(pool))),
          new Listener(bound),
          new PassingWorkers(config.name(), plan.options(), pool),
          PassingCarrier::new);
    } finally {
      if (!opened) {
        bound.giveUp();
      }
    }
  }

  private static BoundSocket bind(ServerConfig<StreamRequest> config) throws IOException {
    return BoundSocket.open(
        config,
        SocketType.STREAM,
        socket -> {
          if (config.address() instanceof InetSocketAddress) {
            socket.setOption(SocketOptions.REUSE_ADDRESS, true);
          }
        },
        socket -> socket.listen(config.limits().backlog()));
  }

  /** Of workers that were lost the server's hooks are told; what else they say is of datagrams. */
  private record LossesTold(GuardedHooks<?> hooks) implements WorkerPool.Events {
    @Override
    public void lost(WorkerLostException why) {
      hooks.handleTakeError(why);
    }
  }

  @Override
  @Nullable StreamRequest take() throws IOException {
    if (isStopping()) {
      awaitQuietly(collected);
      return late.poll();
    }
    return conversation(listener.accept());
  }

  private Conversation conversation(Socket accepted) throws IOException {
    try {
      SocketAddress client = accepted.remoteAddress();
      if (client == null && address() instanceof InetSocketAddress) {
        throw new IllegalStateException("a TCP connection without a peer");
      }
      return conversation(accepted, client == null ? UNNAMED : client);
    } catch (RuntimeException e) {
      accepted.close();
      throw e;
    }
  }

  private Conversation conversation(Socket accepted, SocketAddress peer) {
    SocketCarrier carrier = carriers.apply(accepted);
    var conversation = new Conversation(carrier, peer, address(), config.limits());
    if (config.proxies().test(peer)) {
      conversation.awaits(new ProxyReading(carrier, config.handshakeTimeout()));
    }
    return conversation;
  }

  /** The wait is for another thread that is about to be done, and waits for nothing itself. */
  private static void awaitQuietly(CountDownLatch latch) {
    boolean interrupted = false;
    for (; ; ) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  void leaveToOthers() {
    release();
  }

  /** Collects the connections that wait in the kernel's queue, then refuses all further ones. */
  @Override
  void stopTaking() {
    try {
      Socket accepted;
      while (late.size() < COLLECTED_AT_STOP && (accepted = listener.acceptNow()) != null) {
        late.add(conversation(accepted));
      }
    } catch (IOException | RuntimeException e) {
      // Closed before, or no descriptor is left: what was not collected is reset by the close.
    } finally {
      release();
      collected.countDown();
    }
  }
}
