package io.jackfield.socket.linux;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A thread for what a thread can do to itself but not undo; it ends with its body. */
final class OwnThread {
  private OwnThread() {}

  static <T> T run(Callable<T> body) throws Exception {
    var result = new CompletableFuture<T>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                result.complete(body.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    try {
      T value = result.orTimeout(20, TimeUnit.SECONDS).join();
      thread.join();
      return value;
    } catch (CompletionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }
}
