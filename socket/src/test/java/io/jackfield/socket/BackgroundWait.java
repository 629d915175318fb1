package io.jackfield.socket;

import io.jackfield.socket.linux.TestKernel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A platform thread that is in one wait of a multiplexer of its own. */
record BackgroundWait(
    Multiplexer<String> multiplexer, Thread thread, int number, CompletableFuture<Integer> reported)
    implements AutoCloseable {

  /** Returns once it waits in the kernel, for as long as it takes. */
  static BackgroundWait start(Mechanism mechanism, Waitable waitable, Interest interest)
      throws Exception {
    Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
    multiplexer.register(waitable, interest, "it");
    return start(multiplexer, Socket.NEVER);
  }

  static BackgroundWait start(Multiplexer<String> multiplexer, Duration timeout) throws Exception {
    var number = new CompletableFuture<Integer>();
    var running =
        Threads.PLATFORM.run(() -> {
          number.complete(TestKernel.threadNumber());
          return multiplexer.await(timeout, (_, _) -> {});
        });
    TestKernel.awaitInWait(number.get());
    return new BackgroundWait(multiplexer, running.thread(), number.get(), running.result());
  }

  /** How many it was told of, once its wait has ended. */
  int result() throws Exception {
    return reported.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    multiplexer.close();
  }
}
