package io.jackfield.server;

import java.time.Duration;

/**
 * Virtual threads that wait for worker processes, as many as those answer requests at once, and the
 * processes themselves, which end with the server.
 */
final class PassingWorkers implements Workers {
  private static final Duration END_TIMEOUT = Duration.ofMillis(500);

  private final Workers threads;
  private final WorkerPool pool;

  PassingWorkers(String name, WorkerOptions options, WorkerPool pool) {
    this.pool = pool;
    int limit = Math.clamp((long) options.workers() * options.requests(), 1, Integer.MAX_VALUE);
    this.threads = Workers.of(Engine.virtualThreads(limit, options.atLimit()), name);
  }

  @Override
  public boolean run(Runnable request) throws InterruptedException {
    return threads.run(request);
  }

  @Override
  public void stopping() {
    pool.stopping();
  }

  @Override
  public void close() {
    threads.close();
    pool.close(END_TIMEOUT); // They have nothing left to do.
  }
}
