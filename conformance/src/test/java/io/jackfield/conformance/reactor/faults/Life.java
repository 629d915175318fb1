package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.testkit.SimulatedNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One reactor on one node, from its start to its stop. */
final class Life {
  final Scenario run;
  final Machine machine;
  final SimulatedNode node;
  final WatchedDriver driver;
  final Reactor reactor;
  final Factory clients = new Factory(this, false);
  final Factory servers = new Factory(this, true);
  final List<Dial> dials = new ArrayList<>();

  /** Whether it was told to stop. */
  boolean stopping;

  /** Whether it was torn down, or its node was. */
  boolean crashed;

  /** Whether its node was, so that it has to tell nothing any more. */
  boolean vanished;

  private int waiting;

  Life(Scenario run, Machine machine) {
    this.run = run;
    this.machine = machine;
    this.node = machine.node;
    Driver simulated = node.driver();
    driver = run.defect.between(simulated, run);
    try {
      reactor =
          Reactor.builder()
              .driver(() -> driver)
              .stallThreshold(null)
              .resolver(run.dialing::resolve)
              .pool(Runnable::run)
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reactor.start();
    run.network.drive(simulated, reactor::turn);
  }

  /** Runs a task by a timer; checks that it is in time. */
  void later(Duration delay, Runnable task) {
    long due = run.nanoTime() + delay.toNanos();
    waiting++;
    reactor.callLater(delay, () -> inTime("timer", due, task));
  }

  /** Posts a task from outside the loop; checks that it is in time. */
  void post(Duration delay, Runnable task) {
    long due = run.nanoTime() + delay.toNanos();
    waiting++;
    run.network.after(delay, () -> reactor.execute(() -> inTime("task", due, task)));
  }

  /** Runs a task in the loop's thread, but in none of its turns. */
  void betweenTurns(Duration delay, Runnable task) {
    run.after(
        delay,
        () -> {
          if (!driver.isOver()) {
            task.run();
          }
        });
  }

  private void inTime(String what, long due, Runnable task) {
    waiting--;
    long late = run.nanoTime() - due;
    run.verdict.require(!driver.isOver(), "a " + what + " after the reactor has stopped");
    run.verdict.require(late >= 0, "a " + what + " too early");
    run.verdict.require(
        late <= (run.isQuick() ? 5_000_000 : run.slackNanos), "a " + what + " late by " + late);
    task.run();
  }

  boolean isUp() {
    return !driver.isOver() && !stopping && !crashed;
  }

  void stop() {
    stopping = true;
    long begun = run.nanoTime();
    StreamOptions options = run.options;
    long limit = options.closeTimeout().plus(options.lingerTimeout()).toNanos() + run.slackNanos;
    var _ =
        reactor
            .stop()
            .thenRun(() ->
                run.verdict.require(
                    run.nanoTime() - begun <= limit, "the stop of " + this + " took too long"));
  }

  void crash() {
    stopping = true;
    crashed = true;
    reactor.crash();
  }

  void vanish() {
    stopping = true;
    crashed = true;
    vanished = true;
    driver.crashed();
    node.crash();
  }

  /** Nothing goes on but its ports. */
  boolean isIdle(int ports) {
    return waiting == 0 && driver.waitsForEver() && driver.handles() == ports;
  }

  String idleness() {
    return "%d tasks wait, %d handles are open, %s"
        .formatted(
            waiting,
            driver.handles(),
            driver.waitsForEver() ? "no timer is left" : "a timer is left");
  }

  /** When it is idle, just before its end. */
  void checkChunks() {
    long held = driver.heldChunks();
    run.verdict.require(held == 0, held + " chunks held at " + this);
  }

  /** After its end. */
  void checkOver() {
    if (vanished) {
      return;
    }
    Verdict verdict = run.verdict;
    verdict.require(driver.isOver(), this + " has not stopped");
    var counts = reactor.counts();
    verdict.require(
        counts.opened() == counts.closed(),
        counts.opened() + " connections opened, " + counts.closed() + " closed at " + this);
    clients.checkOver();
    servers.checkOver();
    dials.forEach(Dial::checkOver);
  }

  @Override
  public String toString() {
    return node.name();
  }
}
