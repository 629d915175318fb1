package io.jackfield.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server: takes requests one after the other and has its engine answer them.
 *
 * <p>The life of one: opened (bound, listening, the address can be read back), then {@link
 * #serveForever} or {@link #handleRequest}, then {@link #shutdown} from any thread, a handler's own
 * included: it takes no more, lets what is unanswered finish within the drain time-out, aborts the
 * rest. It does not serve again after that.
 *
 * <p>The life of a request: taken, verified, processed (handed to the engine), answered (the
 * handler's setup, handle, finish), closed; {@link ServerHooks} is told of each step. An exception
 * ends its own request and nothing else.
 *
 * @param <R> the kind of request
 */
public abstract sealed class BaseServer<R extends Request> implements Server
    permits TcpServer, UdpServer {
  /** How long aborted requests may take to notice it. */
  private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);

  final ServerConfig<R> config;
  final ActiveRequests active = new ActiveRequests();
  final GuardedHooks<R> hooks;
  private final Workers workers;
  private final Counters counters = new Counters();
  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  BaseServer(ServerConfig<R> config) {
    this.config = config;
    this.hooks = new GuardedHooks<>(config.hooks());
    this.workers = Workers.of(config.engine(), config.name());
  }

  @Override
  public abstract SocketAddress address();

  /**
   * Waits for the next request; after {@link #stopTaking} takes what had arrived before it, then
   * returns null. On the serving thread.
   */
  abstract @Nullable R take() throws IOException;

  /**
   * Does what comes before the handler; false if the request is over with that. On the thread that
   * answers it.
   */
  boolean begin(R request) throws IOException {
    return true;
  }

  /** Sends what an answered request still holds. On the thread that answered it. */
  abstract void complete(R request) throws IOException;

  /** Ends a request's connection in order. On the thread that answered it. */
  abstract void close(R request);

  /** Ends a request's connection at once. Any thread. */
  abstract void abort(R request);

  /** Takes no more requests: {@link #take} returns null soon. Any thread. */
  abstract void stopTaking();

  /** Lets go of the listening socket. Any thread. */
  abstract void release();

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

  /**
   * Takes one request and has it answered; returns false if the server takes no more. Errors of
   * taking are told to the hooks and waited out, never thrown. One thread at a time: others wait.
   */
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
      counters.taken.increment();
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
      if (stopping.get()) {
        if (failure instanceof ClosedChannelException && !woken) {
          woken = true; // By the stop: there may be requests left to take.
          continue;
        }
        return null;
      }
      hooks.handleTakeError(failure);
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
    if (!hooks.verified(request)) {
      counters.refused.increment();
      abort(request);
      return;
    }
    active.begin(request, null);
    if (stopping.get() && request instanceof Conversation late) {
      late.drain();
    }
    hooks.processRequest(request);
    try {
      workers.run(() -> answer(request));
    } catch (InterruptedException e) {
      // The serving thread is wanted elsewhere: by an abort, or by whoever gave it to us.
      Thread.currentThread().interrupt();
      shutdown();
      abort(request);
      hooks.finishRequest(request);
      active.end(request);
    }
  }

  private void answer(R request) {
    active.begin(request, Thread.currentThread());
    try {
      if (begin(request)) {
        config.handler().get().run(request);
        complete(request);
      }
    } catch (IdleTimeoutException e) {
      counters.timedOut.increment();
      hooks.handleTimeout(request);
    } catch (AnswerTooLongException e) {
      counters.tooLong.increment();
      hooks.handleError(request, e);
    } catch (Throwable e) {
      // Errors too: whatever a handler does ends its own request and nothing else.
      counters.failed.increment();
      hooks.handleError(request, e);
    } finally {
      close(request);
      hooks.finishRequest(request);
      active.end(request);
    }
  }

  final boolean isStopping() {
    return stopping.get();
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

  /**
   * Ends the server in order, without waiting for it: no more requests are taken; conversations
   * with nothing unanswered close at once; the rest have the drain time-out, then are aborted and
   * their handlers interrupted. Any thread, any number of times.
   */
  @Override
  public final void shutdown() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    stopAsked.countDown();
    stopTaking();
    active.conversations().forEach(Conversation::drain);
    Thread.ofPlatform().daemon().name(config.name() + "-drain").start(this::drain);
  }

  private void drain() {
    if (!active.awaitNone(config.drainTimeout())) {
      release();
      active.conversations().forEach(Conversation::abort);
      active.interrupt();
      active.awaitNone(ABORT_TIMEOUT);
    }
    release();
    ended.countDown();
  }

  @Override
  public final ServerCounts counts() {
    return counters.sums();
  }

  @Override
  public final boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(saturatedNanos(timeout), TimeUnit.NANOSECONDS);
  }

  static long saturatedNanos(Duration time) {
    return time.toSeconds() > TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE) - 1
        ? Long.MAX_VALUE
        : time.toNanos();
  }

  /**
   * {@link #shutdown}, and waits until it is complete, at most the drain time-out and a second;
   * called by one of the server's own handlers it does not wait.
   */
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
}
