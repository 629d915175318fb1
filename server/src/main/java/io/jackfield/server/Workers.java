package io.jackfield.server;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/** An engine at work for one server. */
sealed interface Workers {
  /** Has {@code request} run; returns when the server may take the next one. */
  void run(Runnable request) throws InterruptedException;

  static Workers of(Engine engine, String name) {
    return switch (engine) {
      case Engine.Iterative _ -> new Inline();
      case Engine.VirtualThreads threads -> new Virtual(threads.limit(), name);
    };
  }

  /** On the serving thread itself. */
  record Inline() implements Workers {
    @Override
    public void run(Runnable request) {
      request.run();
      // What a handler left set would close the listener at the next accept.
      Thread.interrupted();
    }
  }

  /** On a virtual thread each, as many as there are permits. */
  final class Virtual implements Workers {
    private final Semaphore permits;
    private final ThreadFactory threads;

    Virtual(int limit, String name) {
      permits = new Semaphore(limit);
      threads = Thread.ofVirtual().name(name + "-", 0).factory();
    }

    @Override
    public void run(Runnable request) throws InterruptedException {
      permits.acquire();
      threads
          .newThread(() -> {
            try {
              request.run();
            } finally {
              permits.release();
            }
          })
          .start();
    }
  }
}
