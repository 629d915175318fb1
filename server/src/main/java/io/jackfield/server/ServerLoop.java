package io.jackfield.server;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorBuilder.DriverSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One event loop that carries any number of servers, all on one thread:
 *
 * <pre>{@code
 * try (var loop = ServerLoop.open(Drivers::epoll)) {
 *   LoopServer.at(address).exchange(Greeting::new).on(loop).open();
 *   LoopDatagramServer.at(address).handler(UdpGreeting::new).on(loop).open();
 *   loop.serveForever();
 * }
 * }</pre>
 *
 * <p>Servers are opened on it by the thread that made it, before it serves, or later by its own. It
 * ends with the last of its servers, and serves once.
 */
public final class ServerLoop implements AutoCloseable {
  /** How long the loop may take to end once the drain time-outs of its servers are up. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

  /** Of how many descriptors a driver tells in one turn at least. */
  private static final int TOLD_A_TURN = 64;

  private final Reactor reactor;
  private final Set<LoopPlace> places = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  /** What the loop's servers have open. The loop's. */
  private int descriptors;

  /** Whether some conversation was cut off in the midst of its client's words. The loop's. */
  private boolean someCutOff;

  private ServerLoop(Reactor reactor) {
    this.reactor = reactor;
  }

  /**
   * Opens one, which does not serve yet.
   *
   * @throws IOException if the driver cannot be had: {@link
   *     io.jackfield.socket.TooManyOpenFilesException}
   */
  public static ServerLoop open(DriverSource driver) throws IOException {
    return new ServerLoop(Reactor.builder().driver(driver).build());
  }

  /** Which driver carries it: {@code epoll}. */
  public String driverName() {
    return reactor.driverName();
  }

  /**
   * Serves until the last of its servers has ended; on the calling thread, a platform thread.
   *
   * @throws IllegalStateException if it serves already, or has done so
   */
  public void serveForever() {
    if (begun.getAndSet(true)) {
      if (ended.getCount() == 0) {
        return;
      }
      throw new IllegalStateException("this loop serves already");
    }
    places.forEach(LoopPlace::begin);
    try {
      reactor.run();
    } catch (IOException e) {
      places.forEach(place -> place.failed(e));
    } finally {
      end();
    }
  }

  private void end() {
    reactor.close();
    places.forEach(LoopPlace::ended);
    ended.countDown();
  }

  /** {@link Server#shutdown} of all its servers at the same time. */
  public void shutdown() {
    stopping = true;
    places.forEach(LoopPlace::shutdown);
    reactor.execute(this::stopIfEmpty);
  }

  private void stopIfEmpty() {
    if (stopping && places.isEmpty()) {
      var _ = reactor.stop();
    }
  }

  /** Waits until it has ended; false if that took longer than {@code timeout}. */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(BaseServer.saturatedNanos(timeout), TimeUnit.NANOSECONDS);
  }

  /**
   * {@link #shutdown}, and waits until it is complete, at most the longest drain time-out and two
   * seconds; called by the loop's own thread it does not wait.
   */
  @Override
  public void close() {
    Duration drain =
        places.stream().map(LoopPlace::drainTimeout).max(Duration::compareTo).orElse(Duration.ZERO);
    shutdown();
    closeUnserved();
    if (!reactor.isLoopThread()) {
      try {
        awaitEnd(drain.plus(END_TIMEOUT));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives back all that it holds, unless it has begun to serve; else it never will. */
  void closeUnserved() {
    if (!begun.getAndSet(true)) {
      end();
    }
  }

  // ---- for its servers --------------------------------------------------------------------------

  Reactor reactor() {
    return reactor;
  }

  boolean hasBegun() {
    return begun.get();
  }

  void entered(LoopPlace place) {
    places.add(place);
  }

  /** A server has nothing left to do; by the loop's thread. */
  void left(LoopPlace place, boolean cutOff) {
    someCutOff |= cutOff;
    places.remove(place);
    if (!places.isEmpty()) {
      place.ended();
      return;
    }
    var stopped = reactor.stop();
    if (someCutOff) {
      var _ = stopped.thenRun(place::ended);
    } else {
      // Connections that only wait for their clients' ends keep nobody waiting.
      place.ended();
    }
  }

  void opened() {
    descriptors++;
  }

  void closed() {
    descriptors--;
  }

  /**
   * After how many turns without a word of a descriptor nothing had arrived there. A turn asks the
   * kernel and tells what it says before it runs timers.
   */
  int quietTurns() {
    return 2 + descriptors / TOLD_A_TURN;
  }
}
