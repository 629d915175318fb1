package io.jackfield.server;

import io.jackfield.server.worker.Message;
import io.jackfield.server.worker.Message.Over;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server of datagrams whose worker processes share its socket, each receiving for itself. Its
 * hooks are told here of what happens there, if they want to know. Any thread.
 */
final class SharedDatagrams implements ServerRun {
  private static final Duration COUNTING = Duration.ofSeconds(1);

  /** What a worker needs to end besides what it may take to drain and to abort. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final ServerConfig<DatagramRequest> config;
  private final GuardedHooks<DatagramRequest> hooks;
  private final BoundSocket bound;
  private final WorkerPool pool;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Threads that hear workers while they call hooks: they must not wait for workers. */
  private final Set<Thread> hearing = ConcurrentHashMap.newKeySet();

  /** Those that hooks were told of and that are not over, of each worker. */
  private final Map<WorkerLink, Map<Long, DatagramRequest>> known = new ConcurrentHashMap<>();

  private SharedDatagrams(ServerConfig<DatagramRequest> config, BoundSocket bound)
      throws IOException {
    this.config = config;
    this.hooks = new GuardedHooks<>(config.hooks());
    this.bound = bound;
    boolean asks = OverriddenHooks.wantEach(config.hooks());
    this.pool =
        WorkerPool.open(
            WorkerPlan.of(config, bound.address(), bound.socket().descriptor(), asks), new Told());
  }

  static SharedDatagrams open(ServerConfig<DatagramRequest> config) throws IOException {
    WorkerPlan.requireNamed(config);
    BoundSocket bound = DatagramTaking.bind(config);
    boolean opened = false;
    try {
      var run = new SharedDatagrams(config, bound);
      opened = true;
      return run;
    } finally {
      if (!opened) {
        bound.giveUp();
      }
    }
  }

  // ---- what workers tell ------------------------------------------------------------------------

  private final class Told implements WorkerPool.Events {
    @Override
    public void lost(WorkerLostException why) {
      hooks.handleTakeError(why);
    }

    @Override
    public void arrived(WorkerLink link, Message.Arrived datagram) {
      DatagramRequest request = request(datagram.client(), datagram.data());
      hearing.add(Thread.currentThread());
      boolean answer = !datagram.asks() || hooks.verified(request);
      if (answer) {
        known
            .computeIfAbsent(link, _ -> new ConcurrentHashMap<>())
            .put(datagram.request(), request);
        hooks.processRequest(request);
      }
      hearing.remove(Thread.currentThread());
      if (datagram.asks()) {
        link.verdict(datagram.request(), answer);
      }
    }

    @Override
    public void cut(Message.Cut datagram) {
      hearing.add(Thread.currentThread());
      hooks.handleError(
          request(datagram.client(), datagram.data()),
          new DatagramTooLongException(datagram.lengthBytes(), config.datagramBytes()));
      hearing.remove(Thread.currentThread());
    }

    @Override
    public void over(WorkerLink link, Over datagram) {
      Map<Long, DatagramRequest> ofLink = known.get(link);
      DatagramRequest request = ofLink == null ? null : ofLink.remove(datagram.request());
      if (request != null) {
        hearing.add(Thread.currentThread());
        if (datagram.failure() != null) {
          hooks.handleError(request, new WorkerException(datagram.failure()));
        }
        hooks.finishRequest(request);
        hearing.remove(Thread.currentThread());
      }
    }

    @Override
    public void ended(WorkerLink link, WorkerLostException how) {
      Map<Long, DatagramRequest> left = known.remove(link);
      if (left != null) {
        for (DatagramRequest each : left.values()) {
          hooks.handleError(each, how);
          hooks.finishRequest(each);
        }
      }
    }
  }

  private DatagramRequest request(SocketAddress client, byte[] data) {
    return new DatagramRequest(SharedDatagrams::refuseToAnswer, client, address(), List.of(), data);
  }

  private static void refuseToAnswer(
      ByteBuffer answer, SocketAddress to, List<ControlMessage> control) {
    throw new UnsupportedOperationException("a worker process answers it");
  }

  // ---- life -------------------------------------------------------------------------------------

  @Override
  public SocketAddress address() {
    return bound.address();
  }

  @Override
  public void serveForever() {
    pool.serve();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      shutdown();
    }
  }

  @Override
  public boolean handleRequest() {
    throw new UnsupportedOperationException(
        "worker processes receive datagrams by themselves: use serveForever");
  }

  @Override
  public void shutdown() {
    if (stopping.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name(config.name() + "-drain").start(this::drain);
    }
  }

  /**
   * What its workers have taken has as long as when it is stopped; what arrives for them at the
   * last moment they still answer.
   */
  @Override
  public void retire() {
    if (!stopping.get()) {
      bound.leaveToOthers();
      shutdown();
    }
  }

  @Override
  public List<PassedDescriptor> duplicateSockets() throws IOException {
    return List.of(bound.duplicate());
  }

  /** Of datagrams nothing is limited. */
  @Override
  public void limits(Limits changed) {
    config.admission().limits(changed);
  }

  private void drain() {
    pool.close(config.drainTimeout().plus(Taking.ABORT_TIMEOUT).plus(LAST_WORDS));
    bound.release();
    ended.countDown();
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(BaseServer.saturatedNanos(timeout), TimeUnit.NANOSECONDS);
  }

  private boolean isHearing() {
    return hearing.contains(Thread.currentThread());
  }

  @Override
  public List<ServerCounts> countsByLoop() {
    return List.of(pool.counts(isHearing() ? Duration.ZERO : COUNTING));
  }

  @Override
  public Optional<String> driverName() {
    return Optional.empty();
  }

  @Override
  public void close() {
    shutdown();
    if (isHearing()) {
      return;
    }
    try {
      awaitEnd(config.drainTimeout().plus(Taking.ABORT_TIMEOUT.multipliedBy(2)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
