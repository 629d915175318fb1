package io.jackfield.server;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorBuilder.DriverSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop that carries any number of servers, all on one thread. Servers are opened on it by
 * the thread that made it, before it serves, or later by its own. It ends with the last of its
 * servers, and serves once.
 */
final class ServerLoop implements AutoCloseable {
  /** How long the loop may take to end once the drain time-outs of its servers are up. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

  /**
   * Of how many descriptors a driver tells in one turn at least: io_uring's, from Linux 6.13 on.
   */
  private static final int TOLD_A_TURN = 20;

  private final Reactor reactor;
  private final Set<LoopPlace> places = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  /** Whether it serves by {@link #turnUntil}. That thread's, as the next. */
  private boolean stepped;

  private boolean turning;

  /** Done when nothing is left; null while it does not stop. The loop's. */
  private @Nullable CompletableFuture<Void> stopped;

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
  static ServerLoop open(DriverSource driver) throws IOException {
    return new ServerLoop(Reactor.builder().driver(driver).build());
  }

  /** Which driver carries it: {@code epoll}. */
  String driverName() {
    return reactor.driverName();
  }

  /**
   * Serves until the last of its servers has ended; on the calling thread, a platform thread.
   *
   * @throws IllegalStateException if it serves already, or has done so
   */
  void serveForever() {
    if (stepped) {
      boolean _ = turnUntil(() -> false);
      return;
    }
    if (!tryBegin()) {
      return;
    }
    try {
      reactor.run();
    } catch (IOException e) {
      places.forEach(place -> place.occupant().failed(e));
    } finally {
      end();
    }
  }

  /** Begins to serve; false if it has ended. */
  private boolean tryBegin() {
    if (begun.getAndSet(true)) {
      if (hasEnded()) {
        return false;
      }
      throw new IllegalStateException("this loop serves already");
    }
    places.forEach(place -> place.occupant().begin());
    return true;
  }

  private boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /**
   * Serves until {@code done} says so after a turn; returns false if it has ended. By one thread,
   * always the same.
   */
  boolean turnUntil(BooleanSupplier done) {
    if (!stepped) {
      if (Thread.currentThread().isVirtual()) {
        throw new WrongThreadException("a loop would hold a virtual thread's carrier");
      }
      if (!tryBegin()) {
        return false;
      }
      reactor.start();
      stepped = true;
    }
    turning = true;
    try {
      while (!hasEnded()) {
        if (hasStopped()) {
          end();
        } else if (done.getAsBoolean()) {
          reactor.execute(() -> {});
          int _ = reactor.turn(); // Some drivers close in the turn after.
          return true;
        } else {
          int _ = reactor.turn();
        }
      }
    } catch (IOException e) {
      places.forEach(place -> place.occupant().failed(e));
      end();
    } finally {
      turning = false;
    }
    return false;
  }

  private boolean hasStopped() {
    CompletableFuture<Void> last = stopped;
    return last != null && last.isDone();
  }

  /** What {@link #turnUntil} has left to do; by its thread, between two calls. */
  void finishTurning() {
    if (stepped && !turning && reactor.isLoopThread()) {
      boolean _ = turnUntil(() -> false);
    }
  }

  private void end() {
    reactor.close();
    places.forEach(LoopPlace::ended);
    ended.countDown();
  }

  /** {@link BaseServer#shutdown} of all its servers at the same time. */
  void shutdown() {
    stopping = true;
    places.forEach(LoopPlace::shutdown);
    reactor.execute(this::stopIfEmpty);
  }

  private void stopIfEmpty() {
    if (stopping && places.isEmpty()) {
      stopped = reactor.stop();
    }
  }

  /** Waits until it has ended; false if that took longer than {@code timeout}. */
  boolean awaitEnd(Duration timeout) throws InterruptedException {
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
    finishTurning();
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
    CompletableFuture<Void> last = reactor.stop();
    stopped = last;
    if (someCutOff) {
      var _ = last.thenRun(place::ended);
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
