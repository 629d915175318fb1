package io.jackfield.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A thread a request, so many at once; what comes then waits, is refused, or makes who brings it
 * wait.
 */
final class BoundedWorkers implements Workers {
  private final int limit;
  private final AtLimit atLimit;
  private final Executor threads;
  private final Runnable end;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  // Guarded by the lock.
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private int running;

  /**
   * @param threads starts one, or uses one again
   * @param end ends those that are kept
   */
  BoundedWorkers(int limit, AtLimit atLimit, Executor threads, Runnable end) {
    this.limit = limit;
    this.atLimit = atLimit;
    this.threads = threads;
    this.end = end;
  }

  @Override
  public boolean run(Runnable request) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (running == limit && queue.size() >= atLimit.queued()) {
        if (atLimit.refuses()) {
          return false;
        }
        room.await();
      }
      if (running == limit) {
        return queue.add(request);
      }
      running++;
    } finally {
      lock.unlock();
    }
    try {
      threads.execute(() -> work(request));
      return true;
    } catch (OutOfMemoryError | RejectedExecutionException noThread) {
      // "unable to create native thread", says the JDK; or the server has ended meanwhile.
      leave();
      return false;
    }
  }

  private void leave() {
    lock.lock();
    try {
      running--;
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  private void work(Runnable first) {
    for (Runnable request = first; request != null; request = next()) {
      try {
        request.run();
      } catch (Throwable e) { // What a handler throws is told before; this is graver.
        System.getLogger(BaseServer.class.getName())
            .log(System.Logger.Level.ERROR, "a request could not be ended in order", e);
      }
      Thread.interrupted(); // What a handler left set is not the next one's.
    }
  }

  /** The request that waits longest; null where none does, and the thread's place is free. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable waiting = queue.poll();
      if (waiting == null) {
        running--;
      }
      room.signal();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
