package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.Protocol;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connect: succeeds, fails or is cancelled, but ends. */
final class Dial {
  /** Instead of a number of retries: of one that has to succeed. */
  static final int PROBE = -1;

  /** A look-up of 300 ms, and one attempt that is waited for in vain. */
  private static final long SOON_NANOS = 600_000_000;

  private final Life life;
  private final SocketAddress to;
  private final long begunNanos;
  private @Nullable CompletableFuture<Protocol> result;

  Dial(Life life, SocketAddress to) {
    this.life = life;
    this.to = to;
    begunNanos = life.run.nanoTime();
  }

  void begin(int retries) {
    Scenario run = life.run;
    CompletableFuture<Protocol> connecting = life.reactor.connect(to, life.clients, run.options);
    result = connecting;
    life.dials.add(this);
    var _ = connecting.whenComplete((protocol, failure) -> completed(protocol, failure, retries));
    if (retries != PROBE && run.dice.chance(0.25)) {
      Duration when = run.dice.micros(0, run.dice.oneOf(50, 600, 2_000, 500_000));
      run.after(when, () -> connecting.cancel(false));
    }
  }

  private void completed(@Nullable Protocol protocol, @Nullable Throwable failure, int retries) {
    Verdict verdict = life.run.verdict;
    long took = life.run.nanoTime() - begunNanos;
    verdict.require(
        took <= life.run.options.connectTimeout().toNanos() + life.run.slackNanos,
        this + " took too long");
    if (life.run.dialing.answersSoon(to) && !(failure instanceof CancellationException)) {
      // A full queue of connections is asked again after a second or more.
      boolean queue = life.run.options.backlog() == 0;
      verdict.require(protocol != null, this + " failed: " + failure);
      verdict.require(queue || took <= SOON_NANOS, this + " took " + took + " ns");
    }
    if (protocol instanceof End end) {
      verdict.require(!life.driver.isOver(), this + " succeeded after the stop");
      verdict.require(!Machine.isNobody(to), this + " reached somebody");
      verdict.require(end.isOpen() || end.checks().reason != null, this + " was not made");
    } else if (retries > 0 && life.isUp() && life.reactor.isLoopThread()) {
      life.run.dialing.dialLater(life, to, retries - 1);
    }
    verdict.require(protocol != null || retries != PROBE, this + " failed after all: " + failure);
    verdict.require(protocol != null || failure != null, this + " has no outcome");
  }

  boolean isDone() {
    return result != null && result.isDone();
  }

  void checkOver() {
    life.run.verdict.require(isDone(), this + " never ended");
  }

  @Override
  public String toString() {
    return "the connect from " + life + " to " + to;
  }
}
