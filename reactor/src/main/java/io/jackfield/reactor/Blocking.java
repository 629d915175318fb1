package io.jackfield.reactor;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The blocking style on a loop: code that waits, in a virtual thread for each conversation, which
 * the loop itself runs when what it waits for has come. Where the JVM does not let a loop do that
 * ({@link #lack}) the same code runs in ordinary virtual threads.
 *
 * <p>What a handler waits for here, or by {@code Thread.sleep}, locks and queues of {@code
 * java.util.concurrent}, holds up nobody. What blocks in the JDK otherwise (files, JDBC, host
 * names), and what computes for long, holds up the loop: {@link #call} has another thread do it. A
 * virtual thread that such a handler starts is the loop's, too.
 */
public final class Blocking {
  /** What {@link #start} runs. */
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  /** Connects by a factory: {@code factory -> endpoints.connect(endpoint, factory)}. */
  @FunctionalInterface
  public interface Connector {
    CompletableFuture<Protocol> connect(ProtocolFactory factory);
  }

  private Blocking() {}

  /** Why a loop cannot run handlers itself, and what to do; empty if it can. */
  public static Optional<String> lack() {
    return Optional.of(LoopThreads.lack()).filter(lack -> !lack.isEmpty());
  }

  /** As below, with the defaults. */
  public static ProtocolFactory handler(BlockingHandler handler) {
    return handler(handler, BlockingOptions.DEFAULTS);
  }

  /** Has {@code handler} hold each conversation, for a port or a connection. */
  public static ProtocolFactory handler(BlockingHandler handler, BlockingOptions options) {
    return _ -> new BlockingConnection(options, made -> HandlerRun.start(handler, made));
  }

  /**
   * Runs {@code task} in a virtual thread, on the loop of {@code reactor} if that can be. What it
   * throws is logged. Any thread.
   */
  public static Thread start(Reactor reactor, Task task) {
    Thread thread =
        reactor
            .loop()
            .threads()
            .factory(true)
            .newThread(() -> {
              reactor.loop().threads().seen(Thread.currentThread());
              try {
                task.run();
              } catch (Throwable t) {
                reactor.failed(t, "a task");
              }
            });
    thread.start();
    return thread;
  }

  /** As below, to an address, with the defaults. */
  public static BlockingStream connect(Reactor reactor, SocketAddress to) throws IOException {
    return connect(reactor, factory -> reactor.connect(to, factory), BlockingOptions.DEFAULTS);
  }

  /**
   * Connects, and waits for it. Any thread but the loop's own; {@code connector} is called by the
   * loop. An interrupt ends the attempt.
   *
   * @throws IOException if it failed, as the connector's future did
   */
  public static BlockingStream connect(
      Reactor reactor, Connector connector, BlockingOptions options) throws IOException {
    var connecting = new Connecting(reactor, connector, options);
    requireOwnThread(reactor.loop());
    if (reactor.isLoopThread()) {
      connecting.run();
    } else if (!reactor.loop().offer(connecting)) {
      connecting.loopEnded();
    }
    try {
      return await(connecting.outcome);
    } catch (InterruptedException e) {
      connecting.giveUp();
      Thread.currentThread().interrupt();
      var closed = new ClosedByInterruptException();
      closed.initCause(e);
      throw closed;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /**
   * Has another thread do what would hold up the loop, and waits for it: {@code call(reactor, () ->
   * Files.readString(path))}. An interrupt is passed on to it.
   *
   * @throws Exception what {@code work} throws; {@link InterruptedException}; {@link
   *     java.util.concurrent.RejectedExecutionException} if too much work waits already
   */
  public static <T> T call(Reactor reactor, Callable<T> work) throws Exception {
    requireOwnThread(reactor.loop());
    var task = new FutureTask<>(work);
    reactor.pool().execute(task);
    try {
      return await(task);
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    }
  }

  private static <T> T await(Future<T> outcome) throws Exception {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  static void requireOwnThread(EventLoop loop) {
    if (Thread.currentThread().equals(loop.owner())) {
      throw new WrongThreadException(
          "the loop's thread would wait for itself: handlers and Blocking.start(…) have their own");
    }
  }

  /** An attempt that somebody waits for. */
  private static final class Connecting implements EventLoop.Owed {
    final CompletableFuture<BlockingStream> outcome = new CompletableFuture<>();
    private final Reactor reactor;
    private final Connector connector;
    private final BlockingConnection connection;

    /** Loop's. */
    private @Nullable CompletableFuture<Protocol> attempt;

    Connecting(Reactor reactor, Connector connector, BlockingOptions options) {
      this.reactor = reactor;
      this.connector = connector;
      connection = new BlockingConnection(options, reactor.blocking()::add);
    }

    @Override
    public void run() {
      try {
        attempt = connector.connect(_ -> connection);
      } catch (RuntimeException e) {
        outcome.completeExceptionally(e);
        return;
      }
      var _ =
          attempt.whenComplete((_, failure) -> {
            if (failure == null) {
              outcome.complete(connection.stream());
            } else {
              outcome.completeExceptionally(Futures.cause(failure));
            }
          });
    }

    @Override
    public void loopEnded() {
      outcome.completeExceptionally(new ReactorStoppingException());
    }

    /** Nobody waits any more. */
    void giveUp() {
      reactor.execute(() -> {
        if (attempt != null && !attempt.cancel(true) && !attempt.isCompletedExceptionally()) {
          connection.abort();
        }
      });
    }
  }
}
