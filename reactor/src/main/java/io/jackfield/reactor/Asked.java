package io.jackfield.reactor;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What any thread asks of a loop, and is answered also where the loop has ended. */
record Asked<T extends @Nullable Object>(Callable<T> work, CompletableFuture<T> answer)
    implements EventLoop.Owed {
  static <T extends @Nullable Object> CompletableFuture<T> of(EventLoop loop, Callable<T> work) {
    var asked = new Asked<>(work, new CompletableFuture<T>());
    if (loop.isOwner()) {
      asked.run();
    } else if (!loop.offer(asked)) {
      asked.loopEnded();
    }
    return asked.answer;
  }

  @Override
  public void run() {
    try {
      answer.complete(work.call());
    } catch (Throwable t) {
      answer.completeExceptionally(t);
    }
  }

  @Override
  public void loopEnded() {
    answer.completeExceptionally(new ReactorStoppingException());
  }
}
