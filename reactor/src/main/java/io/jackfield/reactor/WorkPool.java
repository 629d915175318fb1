package io.jackfield.reactor;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads for what must not run on a loop, and the way back. A loop that asks for work starts no
 * thread, since that waits until the new one runs: one thread is there from the beginning, and when
 * the last that waits gets work, it starts another before it does it.
 *
 * <p>They are platform threads: host names, files and signatures hold a virtual thread's carrier,
 * of which there are no more than processors, and those are for the programs that chose them.
 */
final class WorkPool implements Executor {
  /** How many threads there are at most. */
  static final int THREADS = 32;

  /** How many tasks wait at most. */
  static final int WAITING = 10_000;

  /** How long a thread waits for work; the last one waits on. */
  private static final int IDLE_SECONDS = 10;

  private final ThreadFactory factory;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>(WAITING);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Threads that have no work, or are about to look for it. */
  private final AtomicInteger idle = new AtomicInteger();

  private final AtomicInteger size = new AtomicInteger();
  private volatile boolean stopped;

  /** Made by {@code factory}, its threads are started by the caller and by each other. */
  WorkPool(ThreadFactory factory) {
    this.factory = factory;
    start();
  }

  /** One whose threads do not keep the program running. */
  static WorkPool named(String name) {
    // The JDK's own counting factory takes some milliseconds of a start to make its counter.
    var count = new AtomicInteger();
    return new WorkPool(task ->
        Thread.ofPlatform()
            .daemon()
            .name(name + "-work-" + count.incrementAndGet())
            .unstarted(task));
  }

  /**
   * Has {@code task} run by the first thread that is free.
   *
   * @throws RejectedExecutionException if too many wait already, or it is stopped
   */
  @Override
  public void execute(Runnable task) {
    if (stopped) {
      throw new RejectedExecutionException("the reactor is stopped");
    }
    if (!tasks.offer(task)) {
      throw new RejectedExecutionException(WAITING + " tasks wait already");
    }
  }

  /** Interrupts what runs; what waits will not run. */
  void stop() {
    stopped = true;
    tasks.clear();
    threads.forEach(Thread::interrupt);
  }

  private void start() {
    size.incrementAndGet();
    idle.incrementAndGet();
    factory.newThread(this::work).start();
  }

  private synchronized void startAnother() {
    if (size.get() == THREADS) {
      return;
    }
    try {
      start();
    } catch (OutOfMemoryError e) {
      // The system has no thread left: those there are go on.
      size.decrementAndGet();
      idle.decrementAndGet();
    }
  }

  private void work() {
    threads.add(Thread.currentThread());
    try {
      for (Runnable task; (task = next()) != null; ) {
        if (idle.decrementAndGet() == 0) {
          startAnother();
        }
        task.run();
        idle.incrementAndGet();
      }
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /** Null where there is nothing more to do for this thread. */
  private @Nullable Runnable next() {
    while (!stopped) {
      try {
        Runnable task = tasks.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (task != null) {
          return task;
        }
      } catch (InterruptedException e) {
        continue; // It was stopped; or the one before was cancelled just when it was done.
      }
      if (mayLeave()) {
        return null;
      }
    }
    return null;
  }

  /** One that waits has to stay. */
  private boolean mayLeave() {
    int now = idle.get();
    if (now > 1 && idle.compareAndSet(now, now - 1)) {
      size.decrementAndGet();
      return true;
    }
    return false;
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
