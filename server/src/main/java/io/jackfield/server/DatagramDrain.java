package io.jackfield.server;

import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a server of datagrams on a loop that are not over, and how it ends: what had
 * arrived when it stops is answered, as {@link LoopDrain} has it. The loop's.
 */
final class DatagramDrain {
  private final LoopPlace place;
  private final DatagramTransport transport;

  /** What ends the requests that have no more time. */
  private final Runnable interrupt;

  /** Requests whose handlers are at work. */
  private int waiting;

  private @Nullable Timer deadline;
  private boolean draining;

  /** Whether others take what arrives. */
  private boolean retired;

  private int takenAfterStop;

  /** Whether nothing more is taken. */
  private boolean quiet;

  /** Whether the port is no more. */
  private boolean stopped;

  private boolean left;

  /** Turns without a datagram since the server stops. */
  private int quietTurns;

  DatagramDrain(LoopPlace place, DatagramTransport transport, Runnable interrupt) {
    this.place = place;
    this.transport = transport;
    this.interrupt = interrupt;
  }

  boolean isBusy() {
    return waiting > 0;
  }

  // ---- requests ---------------------------------------------------------------------------------

  /** A datagram has come. */
  void received() {
    quietTurns = 0;
  }

  /** What it is to be told of it has been. */
  void told() {
    if (draining && ++takenAfterStop == DatagramTaking.TAKEN_AFTER_STOP) {
      nothingMore();
    }
  }

  /** A handler has begun. */
  void begun() {
    if (++waiting == Engine.DEFAULT_LIMIT) {
      transport.pauseReading();
    }
  }

  /** A handler is done. */
  void done() {
    if (waiting-- == Engine.DEFAULT_LIMIT && !quiet) {
      quietTurns = 0;
      transport.resumeReading();
      if (retired) {
        transport.reactor().execute(this::leaveToOthers); // Once those held back are told.
      }
    }
    closeIfDone();
    leaveIfDone();
  }

  // ---- the end ----------------------------------------------------------------------------------

  /** The server stops. */
  void begin() {
    if (stopped) {
      return;
    }
    draining = true;
    deadline = transport.reactor().callLater(place.drainTimeout(), this::cutShort);
    nextStep();
  }

  private void nextStep() {
    transport.reactor().callLater(LoopDrain.STEP, this::step);
  }

  private void step() {
    if (stopped || quiet) {
      return;
    }
    // While reading is paused, silence says nothing.
    if (waiting < Engine.DEFAULT_LIMIT && ++quietTurns >= place.loop().quietTurns()) {
      nothingMore();
    } else {
      nextStep();
    }
  }

  private void nothingMore() {
    quiet = true;
    transport.pauseReading();
    closeIfDone();
  }

  private void closeIfDone() {
    if (quiet && waiting == 0) {
      if (retired) {
        transport.leaveToOthers();
      } else {
        transport.close();
      }
    }
  }

  /** Others take what arrives; {@link #begin} may follow. */
  void retire() {
    retired = true;
    leaveToOthers();
  }

  /** While reading is paused some may be held back, which nobody else would answer. */
  private void leaveToOthers() {
    if (waiting < Engine.DEFAULT_LIMIT && !quiet) {
      nothingMore();
    }
  }

  private void cutShort() {
    interrupt.run();
    if (retired) {
      transport.leaveToOthers();
    }
    transport.abort();
  }

  /** The port is no more. */
  void stopped() {
    if (deadline != null) {
      deadline.cancel();
    }
    stopped = true;
    if (waiting > 0) {
      transport.reactor().callLater(Taking.ABORT_TIMEOUT, this::leave);
    }
    leaveIfDone();
  }

  private void leaveIfDone() {
    if (stopped && waiting == 0) {
      leave();
    }
  }

  /** Nothing of it is left on the loop, but handlers perhaps that do not mind an interrupt. */
  private void leave() {
    if (!left) {
      left = true;
      place.loop().closed();
      place.left(false);
    }
  }
}
