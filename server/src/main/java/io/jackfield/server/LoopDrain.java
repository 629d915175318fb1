package io.jackfield.server;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Reactor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The conversations of a {@link LoopServer}, and how they end when it stops: what had arrived by
 * then is answered, what is whole closes, the rest has a deadline. Owned by the loop's thread.
 *
 * <p>What had arrived is what the loop tells in the turns that follow. A turn asks the kernel and
 * tells what it says before it runs timers, so after a few turns without a word of it nothing is
 * left. It must be timers: a task that a task posts may run in the same turn.
 */
final class LoopDrain {
  /** From one look at the conversations to the next: a turn lies between them. */
  private static final Duration STEP = Duration.ofMillis(1);

  /** Of how many conversations a driver tells in one turn at least. */
  private static final int TOLD_A_TURN = 64;

  /** Connections that waited to be accepted when the server stopped; more are turned away. */
  private static final int COLLECTED_AT_STOP = 4_096;

  private final Reactor reactor;
  private final ListeningPort port;

  /** Called once, with whether some conversation was cut off in the midst of its client's words. */
  private final Consumer<Boolean> drained;

  private final Set<LoopConversation> open = new LinkedHashSet<>();
  private boolean draining;
  private boolean over;
  private boolean stepPosted;
  private boolean portStopped;
  private boolean someCutOff;
  private int collected;

  /** Turns since a connection was accepted. */
  private int portQuietTurns;

  LoopDrain(Reactor reactor, ListeningPort port, Consumer<Boolean> drained) {
    this.reactor = reactor;
    this.port = port;
    this.drained = drained;
  }

  void opened(LoopConversation one) {
    open.add(one);
    portQuietTurns = 0;
    collected += draining ? 1 : 0;
    changed();
  }

  void closed(LoopConversation one, boolean cutOff) {
    open.remove(one);
    someCutOff |= draining && cutOff;
    changed();
  }

  /** Something arrived, or the client has taken what held it up. */
  void changed() {
    if (draining && !over && !stepPosted) {
      stepPosted = true;
      reactor.callLater(STEP, this::step);
    }
  }

  void begin(Duration timeout) {
    draining = true;
    reactor.callLater(timeout, this::cutShort);
    changed();
  }

  private void step() {
    stepPosted = false;
    int quietTurns = 2 + open.size() / TOLD_A_TURN;
    boolean again = !portStopped;
    if (!portStopped && (++portQuietTurns >= quietTurns || collected >= COLLECTED_AT_STOP)) {
      portStopped = true;
      port.stop();
    }
    for (LoopConversation one : List.copyOf(open)) {
      again |= one.drainTurn(quietTurns);
    }
    if (portStopped && open.isEmpty()) {
      finish();
    } else if (again) {
      changed();
    }
  }

  private void cutShort() {
    if (!over) {
      port.stop();
      List.copyOf(open).forEach(LoopConversation::cutShort);
      finish();
    }
  }

  private void finish() {
    if (!over) {
      over = true;
      drained.accept(someCutOff);
    }
  }
}
