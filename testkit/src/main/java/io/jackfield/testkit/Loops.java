package io.jackfield.testkit;

import io.jackfield.reactor.driver.Driver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loops of a run: who goes next, and how far time may go. */
final class Loops {
  /** One loop; it rests when a turn found nothing to do. */
  private static final class Loop {
    final SimulatedDriver driver;
    final Turn turn;

    /** Until when it rests; in the past while it does not. */
    long restsUntilNanos = -1;

    /** What its last wait would have waited for. */
    long waitUntilNanos;

    Loop(SimulatedDriver driver, Turn turn) {
      this.driver = driver;
      this.turn = turn;
    }
  }

  private final SimulatedNetwork network;
  private final List<Loop> all = new ArrayList<>();
  private @Nullable Loop running;

  Loops(SimulatedNetwork network) {
    this.network = network;
  }

  void add(SimulatedDriver driver, Turn turn) {
    all.add(new Loop(driver, turn));
  }

  void remove(SimulatedDriver driver) {
    all.removeIf(loop -> loop.driver == driver);
  }

  boolean step() {
    VirtualTime time = network.time();
    long now = time.nowNanos();
    var ready = new ArrayList<Loop>();
    long next = time.next();
    for (Loop loop : all) {
      long from = readyAt(loop, now);
      if (from <= now) {
        ready.add(loop);
      } else {
        next = Math.min(next, from);
      }
    }
    if (!ready.isEmpty()) {
      int chosen = ready.size() == 1 ? 0 : network.random().nextInt(ready.size());
      run(ready.get(chosen));
      time.advanceTo(now + SimulatedNetwork.turnNanos());
      return true;
    }
    if (next == VirtualTime.NEVER) {
      return false;
    }
    time.advanceTo(next);
    return true;
  }

  /** When it has something to do, as far as is known now. */
  private static long readyAt(Loop loop, long now) {
    SimulatedNode node = loop.driver.node();
    long from = loop.driver.harvest().hasSome() ? now : loop.restsUntilNanos;
    return node.isPausedAt(now) ? Math.max(from, node.pausedUntilNanos()) : from;
  }

  private void run(Loop loop) {
    if (running != null) {
      throw new IllegalStateException("a loop's turn must not run the network");
    }
    running = loop;
    var _ = loop.driver.harvest().wasAsked();
    loop.waitUntilNanos = VirtualTime.NEVER; // A turn that does not wait has stopped.
    try {
      int done = loop.turn.turn();
      boolean rests = done <= 0 && !loop.driver.harvest().wasAsked();
      loop.restsUntilNanos = rests ? loop.waitUntilNanos : -1;
    } catch (Exception | AssertionError e) {
      throw new SimulationException(
          network.seed(), network.describe(loop.driver.node() + "'s loop failed: " + e), e);
    } finally {
      running = null;
    }
    loop.driver.node().tire();
  }

  /** A driver's wait: within a run it ends at once, else time goes on as far as it has to. */
  void await(SimulatedDriver driver, long timeoutNanos) {
    VirtualTime time = network.time();
    long until = timeoutNanos == Driver.FOR_EVER ? VirtualTime.NEVER : time.in(timeoutNanos);
    if (running != null) {
      boolean found = driver.harvest().gather();
      if (running.driver == driver) {
        running.waitUntilNanos = found ? -1 : until;
      }
      return;
    }
    while (!driver.harvest().gather()) {
      if (driver.harvest().hasSome()) {
        continue; // All of it was postponed.
      }
      long next = time.next();
      if (next > until || next == VirtualTime.NEVER) {
        if (until == VirtualTime.NEVER) {
          throw new SimulationException(
              network.seed(), network.describe("a wait for ever, and nothing will happen"));
        }
        time.advanceTo(until);
        var _ = driver.harvest().gather();
        return;
      }
      time.advanceTo(next);
    }
  }
}
