package io.jackfield.socket;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The two kinds of threads that wait for a socket. */
enum Threads {
  PLATFORM,
  VIRTUAL;

  /** Runs {@code work} on a thread of its own; its exception completes the future. */
  <T> Running<T> run(Callable<T> work) {
    var result = new CompletableFuture<T>();
    Runnable body =
        () -> {
          try {
            result.complete(work.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        };
    Thread thread =
        this == VIRTUAL ? Thread.ofVirtual().start(body) : Thread.ofPlatform().start(body);
    return new Running<>(thread, result);
  }

  record Running<T>(Thread thread, CompletableFuture<T> result) {
    /** Returns when the thread waits: parked, or in the kernel with nothing to run. */
    void awaitWaiting(WaitingChannel channel) {
      while (!channel.descriptor.isWaitedFor()) {
        Thread.onSpinWait();
      }
    }
  }
}
