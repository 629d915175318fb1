package io.jackfield.server;

import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Takes requests one after the other, on the serving thread, and has workers answer them. */
abstract sealed class Taking<R extends Request> implements ServerRun
    permits StreamTaking, DatagramTaking, PassedTaking {
  /** How long aborted requests may take to notice it. */
  static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);

  /**
   * How long what was sent on this machine before a stop may take to arrive: the kernel delivers it
   * by a soft interrupt, and where it is busy not before send(2) returns.
   */
  static final Duration ON_ITS_WAY = Duration.ofMillis(10);

  final ServerConfig<R> config;
  private final Source source;
  private final Answering<R> answering;
  private final GuardedHooks<R> hooks;
  private final ActiveRequests active;
  private final Workers workers;
  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean retired = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** What requests are taken from. Any thread. */
  interface Source {
    SocketAddress address();

    /** Another descriptor of it. */
    PassedDescriptor duplicate() throws IOException;

    /** Others have it too: its file stays when it is released. */
    void leaveToOthers();

    /** Lets go of it; any number of times. */
    void release();
  }

  Taking(ServerConfig<R> config, Source source, Workers workers) {
    this.config = config;
    this.source = source;
    this.answering = new Answering<>(config);
    this.hooks = answering.hooks;
    this.active = answering.active;
    this.workers = workers;
    config.rules().use();
  }

  // ---- what is taken ----------------------------------------------------------------------------

  /**
   * Waits for the next request; after {@link #stopTaking} takes what had arrived before it, then
   * returns null. On the serving thread.
   */
  abstract @Nullable R take() throws IOException;

  /** Takes no more requests: {@link #take} returns null soon. Any thread. */
  abstract void stopTaking();

  /**
   * The socket is others' too, who take from it from now on: {@link #take} returns null soon, or
   * throws what a closed socket does. Nothing is done to the socket itself. Any thread.
   */
  abstract void leaveToOthers();

  /** Lets go of the socket. Any thread. */
  final void release() {
    source.release();
  }

  @Override
  public final SocketAddress address() {
    return source.address();
  }

  // ---- the serving thread -----------------------------------------------------------------------

  @Override
  public final void serveForever() {
    // One entry for the whole loop: between two turns the server is not done.
    var loop = new Object();
    active.begin(loop, Thread.currentThread());
    try {
      while (handleRequest()) {
        // Each turn is one request.
      }
    } finally {
      active.end(loop);
    }
  }

  @Override
  public final boolean handleRequest() {
    var oneTurn = new Object();
    turn.lock();
    active.begin(oneTurn, Thread.currentThread());
    try {
      hooks.serviceActions();
      R request = nextRequest();
      if (request == null) {
        return false;
      }
      process(request);
      return true;
    } finally {
      active.end(oneTurn);
      turn.unlock();
    }
  }

  private @Nullable R nextRequest() {
    boolean woken = false;
    for (long pauseMillis = TakeFailure.FIRST_PAUSE_MILLIS; ; ) {
      IOException failure;
      try {
        return take();
      } catch (IOException e) {
        failure = e;
      } catch (RuntimeException e) {
        failure = new IOException("a request could not be taken", e);
      }
      if (isRetired()) {
        return null;
      }
      if (stopping.get()) {
        if (failure instanceof ClosedChannelException && !woken) {
          woken = true; // By the stop: there may be requests left to take.
          continue;
        }
        return null;
      }
      answering.notTaken(failure);
      switch (TakeFailure.of(failure)) {
        case TRANSIENT -> {}
        case RESOURCE -> {
          // Taking again at once would spin: what is missing comes back only with time.
          if (stopAskedWithin(pauseMillis)) {
            return null;
          }
          pauseMillis = Math.min(2 * pauseMillis, TakeFailure.LONGEST_PAUSE_MILLIS);
        }
        case FATAL -> {
          shutdown();
          return null;
        }
      }
    }
  }

  private void process(R request) {
    if (!answering.admits(request)) {
      abort(request);
      return;
    }
    active.begin(request, null);
    if (stopping.get() && request instanceof Conversation late) {
      late.drain();
    }
    if (!(request instanceof Placed conversation) || conversation.isIdentified()) {
      hooks.processRequest(request);
    }
    try {
      if (!workers.run(() -> answer(request))) {
        answering.counters.overloaded.increment();
        giveUp(request);
      }
    } catch (InterruptedException e) {
      // The serving thread is wanted elsewhere: by an abort, or by whoever gave it to us.
      Thread.currentThread().interrupt();
      shutdown();
      giveUp(request);
    }
  }

  private void answer(R request) {
    try {
      answering.answer(request);
    } finally {
      answering.over(request);
    }
  }

  private void giveUp(R request) {
    abort(request);
    answering.over(request);
  }

  private void abort(R request) {
    if (request instanceof Conversation conversation) {
      conversation.abort();
    }
  }

  /** Ends one request at once. Any thread. */
  final void abort(Conversation conversation) {
    conversation.abort();
    active.interrupt(conversation);
  }

  // ---- its end ----------------------------------------------------------------------------------

  final boolean isStopping() {
    return stopping.get();
  }

  /** Whether others take what is to be taken. */
  final boolean isRetired() {
    return retired.get();
  }

  private boolean stopAskedWithin(long millis) {
    try {
      return stopAsked.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      shutdown();
      return true;
    }
  }

  @Override
  public final List<PassedDescriptor> duplicateSockets() throws IOException {
    return List.of(source.duplicate());
  }

  @Override
  public final void limits(Limits changed) {
    config.admission().limits(changed);
  }

  @Override
  public final void retire() {
    if (stopping.get()) {
      return;
    }
    source.leaveToOthers(); // First: a shutdown may come any time.
    if (!retired.compareAndSet(false, true)) {
      return;
    }
    stopAsked.countDown();
    workers.stopping();
    leaveToOthers();
    Thread.ofPlatform()
        .daemon()
        .name(config.name() + "-retired")
        .start(() -> {
          if (active.awaitNone(FOR_EVER)) {
            end();
          }
        });
  }

  /** Once: one that was retired may be to stop as well. */
  private void end() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    release();
    workers.close();
    config.rules().release();
    ended.countDown();
  }

  @Override
  public final void shutdown() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    stopAsked.countDown();
    workers.stopping();
    stopTaking();
    Thread.ofPlatform().daemon().name(config.name() + "-drain").start(this::drain);
  }

  private void drain() {
    LockSupport.parkNanos(ON_ITS_WAY.toNanos());
    active.conversations().forEach(Conversation::drain);
    if (!active.awaitNone(config.drainTimeout())) {
      release();
      active.conversations().forEach(Conversation::abort);
      active.interrupt();
      active.awaitNone(ABORT_TIMEOUT);
    }
    end();
  }

  @Override
  public final boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(BaseServer.saturatedNanos(timeout), TimeUnit.NANOSECONDS);
  }

  @Override
  public final void close() {
    shutdown();
    if (active.includesCaller()) {
      return;
    }
    try {
      awaitEnd(config.drainTimeout().plus(ABORT_TIMEOUT).plus(ABORT_TIMEOUT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final List<ServerCounts> countsByLoop() {
    return List.of(answering.counters.sums());
  }

  @Override
  public final Optional<String> driverName() {
    return Optional.empty();
  }
}
