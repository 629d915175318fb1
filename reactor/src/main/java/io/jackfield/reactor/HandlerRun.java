package io.jackfield.reactor;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** One handler's conversation, from its thread's start to the connection's end. */
record HandlerRun(BlockingHandler handler, BlockingConnection connection) implements Runnable {
  /** Has {@code handler} talk. Loop's. */
  static void start(BlockingHandler handler, BlockingConnection connection) {
    ThreadFactory threads = connection.loop().threads().factory(connection.options().onLoop());
    Thread thread = threads.newThread(new HandlerRun(handler, connection));
    connection.handler(thread);
    connection.transport().reactor().blocking().add(connection);
    thread.start();
  }

  @Override
  public void run() {
    connection.loop().threads().seen(Thread.currentThread());
    Throwable thrown = null;
    try {
      handler.handle(connection.stream());
    } catch (Throwable t) {
      thrown = t;
    }
    Throwable outcome = thrown;
    connection.inLoop(() -> over(outcome));
  }

  private void over(@Nullable Throwable thrown) {
    Reactor reactor = connection.transport().reactor();
    reactor.blocking().remove(connection);
    if (thrown == null || thrown instanceof ReactorStoppingException) {
      connection.close();
      return;
    }
    if (!connection.hasRaised(thrown)) {
      try {
        handler.failed(connection.stream(), thrown);
      } catch (Throwable t) {
        reactor.failed(t, "BlockingHandler.failed");
      }
    }
    connection.abort();
  }
}
