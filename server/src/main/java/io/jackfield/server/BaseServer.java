package io.jackfield.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
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
public abstract sealed class BaseServer<R extends Request> implements AutoCloseable
    permits TcpServer, UdpServer {
  /** How long aborted requests may take to notice it. */
  private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);

  final ServerConfig<R> config;
  final ActiveRequests active = new ActiveRequests();
  private final Workers workers;
  private final LongAdder taken = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final LongAdder tooLong = new LongAdder();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  BaseServer(ServerConfig<R> config) {
    this.config = config;
    this.workers = Workers.of(config.engine(), config.name());
  }

  /** Where it listens, with the port it got. */
  public abstract SocketAddress address();

  /** Waits for the next request; null once the server takes no more. On the serving thread. */
  abstract @Nullable R take() throws IOException;

  /** Ends a request's connection. On the thread that answered it. */
  abstract void close(R request);

  /** Takes no more requests: {@link #take} returns null soon. Any thread. */
  abstract void stopTaking();

  /** Gives up what requests are still being answered. Any thread. */
  abstract void abort();

  /** Lets go of the listening socket. Any thread. */
  abstract void release();

  /** Serves until {@link #shutdown}; on the calling thread, from now on the serving thread. */
  public final void serveForever() {
    while (handleRequest()) {
      // Each turn is one request.
    }
  }

  /**
   * Takes one request and has it answered; returns false if the server takes no more. Errors of
   * taking are told to the hooks and waited out, never thrown.
   */
  public final boolean handleRequest() {
    var loop = new Object();
    active.begin(loop, Thread.currentThread());
    try {
      config.hooks().serviceActions();
      R request = nextRequest();
      if (request == null) {
        return false;
      }
      process(request);
      return true;
    } finally {
      active.end(loop);
    }
  }

  private @Nullable R nextRequest() {
    for (long pauseMillis = TakeFailure.FIRST_PAUSE_MILLIS; ; ) {
      try {
        R request = take();
        if (request != null) {
          taken.increment();
        }
        return request;
      } catch (IOException e) {
        if (stopping.get()) {
          return null;
        }
        config.hooks().handleTakeError(e);
        switch (TakeFailure.of(e)) {
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
  }

  private void process(R request) {
    if (!verified(request)) {
      refused.increment();
      close(request);
      return;
    }
    active.begin(request, null);
    if (stopping.get() && request instanceof Conversation late) {
      late.drain();
    }
    try {
      config.hooks().processRequest(request);
      workers.run(() -> answer(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      shutdown();
      close(request);
      active.end(request);
    } catch (RuntimeException e) {
      config.hooks().handleError(request, e);
      close(request);
      active.end(request);
    }
  }

  private boolean verified(R request) {
    try {
      return config.hooks().verifyRequest(request);
    } catch (RuntimeException e) {
      config.hooks().handleError(request, e);
      return false;
    }
  }

  private void answer(R request) {
    active.begin(request, Thread.currentThread());
    try {
      config.handler().get().run(request);
      complete(request);
    } catch (SocketTimeoutException e) {
      timedOut.increment();
      config.hooks().handleTimeout(request);
    } catch (Throwable e) {
      // Errors too: whatever a handler does ends its own request and nothing else.
      (e instanceof AnswerTooLongException ? tooLong : failed).increment();
      config.hooks().handleError(request, e);
    } finally {
      close(request);
      try {
        config.hooks().finishRequest(request);
      } finally {
        active.end(request);
      }
    }
  }

  /** Sends what an answered request still holds. On the thread that answered it. */
  abstract void complete(R request) throws IOException;

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
   * with nothing unanswered close at once; the rest have the drain time-out, then are aborted. Any
   * thread, any number of times.
   */
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
      abort();
      active.awaitNone(ABORT_TIMEOUT);
    }
    release();
    ended.countDown();
  }

  /** What it has done so far; any thread. */
  public final ServerCounts counts() {
    return new ServerCounts(
        taken.sum(), refused.sum(), failed.sum(), timedOut.sum(), tooLong.sum());
  }

  /** Waits until a shutdown is complete; false if that took longer than {@code timeout}. */
  public final boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
