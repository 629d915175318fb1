package io.jackfield.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks the system, as every other program of the machine does: hosts file, DNS, whatever is
 * configured (getaddrinfo(3), through the JDK). That blocks, so it is done on threads of its own, a
 * few, with a bounded queue before them; they end when they have nothing to do for a while.
 */
public final class SystemResolver implements Resolver, AutoCloseable {
  /** How many look-ups run at once if nothing else is said. */
  public static final int DEFAULT_THREADS = 4;

  /** How many more may wait if nothing else is said. */
  public static final int DEFAULT_QUEUED = 1_024;

  private static final long IDLE_SECONDS = 30;

  /** The call that blocks. */
  interface LookUp {
    InetAddress[] allByName(String host) throws UnknownHostException;
  }

  private final ThreadPoolExecutor pool;
  private final LookUp system;

  /** With the default limits. */
  public SystemResolver() {
    this(DEFAULT_THREADS, DEFAULT_QUEUED);
  }

  /**
   * With limits.
   *
   * @param threads how many look-ups run at once, at least 1
   * @param queued how many more may wait, at least 1; beyond that a look-up fails at once
   */
  public SystemResolver(int threads, int queued) {
    this(threads, queued, InetAddress::getAllByName);
  }

  SystemResolver(int threads, int queued, LookUp system) {
    this.system = system;
    ThreadFactory factory = Thread.ofPlatform().daemon().name("jackfield-resolver-", 0).factory();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queued),
            factory);
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * As {@link Resolver#resolve}; with an {@link UnknownHostException} that says so if too many
   * look-ups wait already, or this is closed.
   */
  @Override
  public CompletableFuture<List<InetAddress>> resolve(String host) {
    if (host.isEmpty()) {
      return CompletableFuture.failedFuture(new UnknownHostException("an empty host name"));
    }
    try {
      return CompletableFuture.completedFuture(List.of(InetAddress.ofLiteral(host)));
    } catch (IllegalArgumentException e) {
      return lookUp(host);
    }
  }

  private CompletableFuture<List<InetAddress>> lookUp(String host) {
    var answer = new CompletableFuture<List<InetAddress>>();
    try {
      pool.execute(() -> {
        if (answer.isDone()) {
          return; // Cancelled while it waited.
        }
        try {
          answer.complete(List.of(system.allByName(host)));
        } catch (UnknownHostException | RuntimeException e) {
          answer.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException e) {
      String why = pool.isShutdown() ? "the resolver is closed" : "too many look-ups are waiting";
      answer.completeExceptionally(new UnknownHostException(host + ": " + why));
    }
    return answer;
  }

  /** Takes no more look-ups; those that run are not waited for. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
