package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.Protocol;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connect: succeeds, fails or is cancelled, but ends. */
final class Dial {
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
    if (run.dice.chance(0.15)) {
      Duration when = run.dice.micros(0, run.dice.oneOf(50, 2_000, 500_000));
      run.after(when, () -> connecting.cancel(false));
    }
  }

  private void completed(@Nullable Protocol protocol, @Nullable Throwable failure, int retries) {
    Verdict verdict = life.run.verdict;
    long took = life.run.nanoTime() - begunNanos;
    verdict.require(
        took <= life.run.options.connectTimeout().toNanos() + life.run.slackNanos,
        this + " took too long");
    if (protocol instanceof End end) {
      verdict.require(!life.driver.isOver(), this + " succeeded after the stop");
      verdict.require(end.isOpen() || end.checks().reason != null, this + " was not made");
    } else if (retries > 0 && life.isUp() && life.reactor.isLoopThread()) {
      life.later(
          life.run.dice.micros(0, 50_000),
          () -> {
            if (life.isUp()) {
              new Dial(life, to).begin(retries - 1);
            }
          });
    }
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
