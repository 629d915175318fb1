package io.jackfield.server;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Reactor;
import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The conversations of a server on a loop, and how they end when it stops: what had arrived by then
 * is answered, what is whole closes, the rest has a deadline. Owned by the loop's thread.
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

  /** A conversation of a server that may stop. The loop's. */
  interface Member {
    /** The server stops: see {@link #drainTurn}. */
    void drain();

    /** One turn of a server that stops; returns whether a further one may bring it to its end. */
    boolean drainTurn(int enough);

    /** The time to finish is up. */
    void cutShort();
  }

  private final Reactor reactor;
  private final LoopPlace place;
  private final ListeningPort port;
  private final Set<Member> open = new LinkedHashSet<>();
  private final BooleanSupplier somebodyComes;
  private boolean draining;

  /** Whether others take from the port, and what is here goes on. */
  private boolean retired;

  private boolean over;
  private boolean stepPosted;
  private boolean portStopped;
  private boolean someCutOff;
  private int collected;

  /** Turns since a connection was accepted. */
  private int portQuietTurns;

  /**
   * For what is taken at a port.
   *
   * @param somebodyComes whether some connection is no conversation yet, and may become one
   */
  LoopDrain(LoopPlace place, ListeningPort port, BooleanSupplier somebodyComes) {
    this.somebodyComes = somebodyComes;
    this.reactor = place.loop().reactor();
    this.place = place;
    this.port = port;
  }

  void opened(Member one) {
    open.add(one);
    place.loop().opened();
    portQuietTurns = 0;
    if (draining) {
      collected++;
      one.drain();
    }
    changed();
  }

  void closed(Member one, boolean cutOff) {
    if (open.remove(one)) {
      place.loop().closed();
    }
    someCutOff |= draining && cutOff;
    changed();
  }

  boolean hasOpen() {
    return !open.isEmpty();
  }

  /** Something arrived, or the client has taken what held it up. */
  void changed() {
    if ((draining || retired) && !over && !stepPosted) {
      stepPosted = true;
      reactor.callLater(STEP, this::step);
    }
  }

  void begin() {
    if (over) {
      return;
    }
    draining = true;
    open.forEach(Member::drain);
    reactor.callLater(place.drainTimeout(), this::cutShort);
    changed();
  }

  /** Takes no more, and lets go on what there is; {@link #begin} may follow. */
  void retire() {
    retired = true;
    portStopped = true;
    port.leaveToOthers();
    changed();
  }

  PassedDescriptor duplicate() throws IOException {
    return port.duplicate();
  }

  private void step() {
    stepPosted = false;
    if (!draining) {
      if (open.isEmpty() && !somebodyComes.getAsBoolean()) {
        finish();
      }
      return;
    }
    int quietTurns = place.loop().quietTurns();
    boolean again = !portStopped;
    if (!portStopped && (++portQuietTurns >= quietTurns || collected >= COLLECTED_AT_STOP)) {
      portStopped = true;
      port.stop();
    }
    for (Member one : List.copyOf(open)) {
      again |= one.drainTurn(quietTurns);
    }
    if (portStopped && open.isEmpty()) { // All of them, or the last of those that were aborted.
      finish();
    } else if (again) {
      changed();
    }
  }

  private void cutShort() {
    if (!over) {
      portStopped = true;
      port.stop();
      List.copyOf(open).forEach(Member::cutShort);
      reactor.callLater(Taking.ABORT_TIMEOUT, this::finish);
      changed();
    }
  }

  private void finish() {
    if (!over) {
      over = true;
      place.left(someCutOff);
    }
  }
}
