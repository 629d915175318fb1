package io.jackfield.reactor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;

/** What futures do not have themselves. */
final class Futures {
  private Futures() {}

  /** What a stage failed with, unwrapped. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** Has {@code work} cancelled when {@code result} is. */
  static void cancelWith(CompletableFuture<?> result, Future<?> work) {
    var _ =
        result.whenComplete((_, _) -> {
          if (result.isCancelled()) {
            work.cancel(true);
          }
        });
  }
}
