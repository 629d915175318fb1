package io.jackfield.server;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An engine's threads at work for one server. */
sealed interface Workers permits Workers.Inline, BoundedWorkers, PassingWorkers {
  /**
   * Has {@code request} run; returns when the server may take the next one.
   *
   * @return false if there is no room for it: it will not run
   */
  boolean run(Runnable request) throws InterruptedException;

  /** The server stops: what runs goes on. */
  default void stopping() {}

  /** No more requests will come; threads that have nothing to do end. */
  void close();

  static Workers of(Engine engine, String name) {
    return switch (engine) {
      case Engine.Iterative _ -> new Inline();
      case Engine.Threads(int limit, AtLimit atLimit) -> {
        ThreadPoolExecutor kept = kept(Thread.ofPlatform().name(name + "-", 0).factory());
        yield new BoundedWorkers(limit, atLimit, kept, kept::shutdown);
      }
      case Engine.VirtualThreads(int limit, AtLimit atLimit) -> {
        ThreadFactory threads = Thread.ofVirtual().name(name + "-", 0).factory();
        yield new BoundedWorkers(
            limit, atLimit, request -> threads.newThread(request).start(), () -> {});
      }
      case Engine.EventLoop _, Engine.SharedLoops _, Engine.Processes _ ->
          throw new IllegalArgumentException("its handlers are not this process's threads'");
    };
  }

  /** As many threads as are asked for, each kept for a while when it is done. */
  private static ThreadPoolExecutor kept(ThreadFactory threads) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /** On the serving thread itself. */
  record Inline() implements Workers {
    @Override
    public boolean run(Runnable request) {
      request.run();
      // What a handler left set would close the listener at the next accept.
      Thread.interrupted();
      return true;
    }

    @Override
    public void close() {}
  }
}
