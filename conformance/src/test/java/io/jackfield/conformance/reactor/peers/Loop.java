package io.jackfield.conformance.reactor.peers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorBuilder;
import io.jackfield.reactor.ReactorCounts;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A reactor on a thread of its own; the test's thread is a peer's. Any thread. */
final class Loop implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 20;

  private final Reactor reactor;
  private final CompletableFuture<Void> ran = new CompletableFuture<>();

  private Loop(Reactor reactor) {
    this.reactor = reactor;
    Thread.ofPlatform().daemon().name("loop").start(this::run);
  }

  static Loop start() throws IOException {
    return start(Reactor.builder().stallThreshold(null));
  }

  /** On the driver of that name. */
  static Loop start(String driver) throws IOException {
    return start(Reactor.builder().stallThreshold(null).driver(() -> Drivers.named(driver)));
  }

  static Loop start(ReactorBuilder builder) throws IOException {
    return new Loop(builder.build());
  }

  private void run() {
    try {
      reactor.run();
      ran.complete(null);
    } catch (Throwable t) {
      ran.completeExceptionally(t);
    }
  }

  Reactor reactor() {
    return reactor;
  }

  /** What {@code task} returns on the loop's thread. */
  <T> T call(Callable<T> task) throws Exception {
    var result = new CompletableFuture<T>();
    reactor.execute(() -> {
      try {
        result.complete(task.call());
      } catch (Throwable t) {
        result.completeExceptionally(t);
      }
    });
    return soon(result);
  }

  /** Has {@code task} run by the loop's thread. */
  void run(Runnable task) throws Exception {
    call(() -> {
      task.run();
      return true;
    });
  }

  /** Its port on 127.0.0.1. */
  int listen(ProtocolFactory factory) throws Exception {
    return listen(factory, StreamOptions.DEFAULTS);
  }

  int listen(ProtocolFactory factory, StreamOptions options) throws Exception {
    InetSocketAddress any = at(0);
    return call(
        () -> ((InetSocketAddress) reactor.listen(any, factory, options).localAddress()).getPort());
  }

  static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** What a future has within the deadline of all tests; what it failed with is thrown. */
  static <T> T soon(Future<T> future) throws Exception {
    try {
      return future.get(DEADLINE_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("it does not happen", e);
    }
  }

  @Override
  public void close() {
    reactor.stop().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    ran.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    ReactorCounts counts = reactor.counts();
    assertThat(counts.closed()).as("connections closed").isEqualTo(counts.opened());
  }
}
