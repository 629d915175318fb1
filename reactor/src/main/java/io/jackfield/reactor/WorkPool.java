package io.jackfield.reactor;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what must not run on a loop, and the way back. */
final class WorkPool {
  private static final int THREADS = 32;
  private static final int WAITING = 10_000;
  private static final int IDLE_SECONDS = 10;

  private WorkPool() {}

  /** A pool of up to 32 threads that wait for work 10 s each; 10,000 tasks may wait. */
  static ExecutorService newDefault(String name) {
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name(name + "-work-", 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Runs {@code work} on {@code pool}; its future is completed on {@code home}. */
  static <T> CompletableFuture<T> run(Callable<T> work, Executor pool, Executor home) {
    var result = new CompletableFuture<T>();
    var task =
        new FutureTask<Void>(() -> {
          try {
            T value = work.call();
            home.execute(() -> result.complete(value));
          } catch (Throwable t) {
            home.execute(() -> result.completeExceptionally(t));
          }
          return null;
        });
    var _ =
        result.whenComplete((_, _) -> {
          if (result.isCancelled()) {
            task.cancel(true);
          }
        });
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
    return result;
  }
}
