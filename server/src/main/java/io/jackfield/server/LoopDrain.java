package io.jackfield.server;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Reactor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The conversations of a {@link LoopServer}, and how they end when it stops: what had arrived by
 * then is answered, what is whole closes, the rest has a deadline. Owned by the loop's thread.
 *
 * <p>What had arrived is what the loop tells in the turns that follow: after a few of them without
 * a word, {@link ServerLoop#quietTurns}, nothing is left. It must be timers: a task that a task
 * posts may run before the kernel is asked again.
 */
final class LoopDrain {
  /** From one look at the conversations to the next: a turn lies between them. */
  static final Duration STEP = Duration.ofMillis(1);

  /** Connections that waited to be accepted when the server stopped; more are turned away. */
  private static final int COLLECTED_AT_STOP = 4_096;

  private final Reactor reactor;
  private final LoopPlace place;
  private final ListeningPort port;
  private final Set<LoopConversation> open = new LinkedHashSet<>();
  private boolean draining;
  private boolean over;
  private boolean stepPosted;
  private boolean portStopped;
  private boolean someCutOff;
  private int collected;

  /** Turns since a connection was accepted. */
  private int portQuietTurns;

  LoopDrain(LoopPlace place, ListeningPort port) {
    this.reactor = place.loop().reactor();
    this.place = place;
    this.port = port;
  }

  void opened(LoopConversation one) {
    open.add(one);
    place.loop().opened();
    portQuietTurns = 0;
    collected += draining ? 1 : 0;
    changed();
  }

  void closed(LoopConversation one, boolean cutOff) {
    if (open.remove(one)) {
      place.loop().closed();
    }
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

  void begin() {
    draining = true;
    reactor.callLater(place.drainTimeout(), this::cutShort);
    changed();
  }

  private void step() {
    stepPosted = false;
    int quietTurns = place.loop().quietTurns();
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
      place.left(someCutOff);
    }
  }
}
