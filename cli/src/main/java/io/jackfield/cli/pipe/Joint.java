package io.jackfield.cli.pipe;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.Relay;
import io.jackfield.reactor.Relay.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two ends that are joined: by the kernel where both are sockets and nothing is done with the
 * bytes, else by a {@link Pipe}; ended when nothing moves for too long. For the loop's thread.
 */
final class Joint {
  /** What is told of one that was ended since nothing moved. */
  static final String IDLE = "idle";

  private final CompletableFuture<Outcome> ended;
  private @Nullable TimedOut idle;

  private Joint(CompletableFuture<Outcome> ended) {
    this.ended = ended.thenApply(this::outcome);
  }

  /**
   * Joins them.
   *
   * @return completed when neither is there any more; never with a failure
   */
  static CompletableFuture<Outcome> join(End one, End other, PipeRules rules) {
    if (one.lost() != null || other.lost() != null) {
      return lostBefore(one, other);
    }
    cut(one, other);
    cut(other, one);
    if (rules.isPlain() && one.isConversation() && other.isConversation()) {
      Relay relay = Relay.join(one.transport(), other.transport());
      var joint = new Joint(relay.ended());
      Runnable close =
          () -> {
            one.transport().close();
            other.transport().close();
          };
      return joint.watched(one, rules, () -> relay.forthBytes() + relay.backBytes(), close);
    }
    Pipe pipe = Pipe.join(one, other, rules);
    return new Joint(pipe.ended()).watched(one, rules, pipe::passed, pipe::finish);
  }

  /** Bytes that come in any pieces become datagrams of a size that networks take. */
  private static void cut(End from, End to) {
    if (to.transport() instanceof DatagramStream datagrams
        && !(from.transport() instanceof DatagramStream)) {
      datagrams.cutsPieces();
    }
  }

  private static CompletableFuture<Outcome> lostBefore(End one, End other) {
    LossReason first = one.lost();
    LossReason why = first == null ? other.lost() : first;
    End rest = first == null ? one : other;
    if (rest.lost() == null) {
      rest.breakOff();
    }
    return CompletableFuture.completedFuture(new Outcome(0, 0, why == null ? new Done() : why));
  }

  private CompletableFuture<Outcome> watched(
      End one, PipeRules rules, LongSupplier moved, Runnable close) {
    Duration limit = rules.idle();
    if (limit != null) {
      Runnable expired =
          () -> {
            idle = new TimedOut(IDLE, limit);
            close.run();
          };
      var watch = new IdleWatch(one.transport().reactor(), limit, moved, expired);
      var _ = ended.whenComplete((_, _) -> watch.stop());
    }
    return ended;
  }

  private Outcome outcome(Outcome of) {
    return idle != null && of.reason() instanceof Done
        ? new Outcome(of.forthBytes(), of.backBytes(), idle)
        : of;
  }
}
