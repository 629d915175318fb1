package io.jackfield.reactor;

import io.jackfield.reactor.SystemEvents.Event;
import io.jackfield.reactor.SystemEvents.Phase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blocking-style conversations of a reactor, linked through themselves, and how they end when
 * it stops: what has arrived can be read and answered, nothing more is waited for, and after the
 * stop time-out the connection is closed as any other. The loop's.
 */
final class BlockingConnections {
  /**
   * From the stop until nothing more is waited for: a turn, so that what lies in the kernel is
   * told.
   */
  private static final Duration LAST_TURN = Duration.ofMillis(1);

  private final Reactor reactor;
  private @Nullable BlockingConnection first;

  /** Whether the reactor's stop will be told here. */
  private boolean registered;

  /** Complete when none is left; null until the reactor stops. */
  private @Nullable CompletableFuture<Void> allGone;

  BlockingConnections(Reactor reactor) {
    this.reactor = reactor;
  }

  void add(BlockingConnection one) {
    if (!registered) {
      registered = true;
      Supplier<@Nullable CompletableFuture<Void>> stop = this::stopAll;
      reactor.systemEvents().add(Phase.BEFORE, Event.SHUTDOWN, stop);
    }
    one.next = first;
    if (first != null) {
      first.previous = one;
    }
    first = one;
    if (allGone != null) {
      stop(one);
    }
  }

  void remove(BlockingConnection one) {
    BlockingConnection before = one.previous;
    BlockingConnection after = one.next;
    if (before != null) {
      before.next = after;
    } else if (one.equals(first)) {
      first = after;
    } else {
      return; // It is not in here.
    }
    if (after != null) {
      after.previous = before;
    }
    one.previous = null;
    one.next = null;
    if (first == null && allGone != null) {
      allGone.complete(null);
    }
  }

  private @Nullable CompletableFuture<Void> stopAll() {
    if (first == null) {
      return null;
    }
    allGone = new CompletableFuture<>();
    for (BlockingConnection one = first; one != null; one = one.next) {
      stop(one);
    }
    return allGone;
  }

  private void stop(BlockingConnection one) {
    reactor.callLater(LAST_TURN, () -> one.reading().stop());
    reactor.callLater(one.options().stopTimeout(), () -> giveUp(one));
  }

  /** Waits for it no longer; what it waits for elsewhere ends too. */
  private void giveUp(BlockingConnection one) {
    remove(one);
    Thread handler = one.handler();
    if (handler != null) {
      handler.interrupt();
    }
  }
}
