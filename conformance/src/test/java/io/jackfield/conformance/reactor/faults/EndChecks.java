package io.jackfield.conformance.reactor.faults;

import io.jackfield.conformance.reactor.faults.End.Planned;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Whether what an end is told can be true. */
final class EndChecks {
  private final End end;
  private final Scenario run;

  /** Known once either has read the other's number. */
  @Nullable End peer;

  /** Known by the addresses, though not a byte may have arrived. */
  @Nullable End other;

  long received;
  boolean wasMade;
  boolean endHeard;
  @Nullable LossReason reason;
  private int source;
  private boolean writePaused;
  private long closedNanos = -1;

  EndChecks(End end, Scenario run) {
    this.end = end;
    this.run = run;
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      run.verdict.fault(what + ": " + end);
    }
  }

  private void alive(String what) {
    require(reason == null, what + " after the loss");
    require(!end.life.driver.isOver(), what + " after the reactor has stopped");
  }

  private void aliveAndMade(String what) {
    alive(what);
    require(end.isOpen(), what + " of a connection that was not made");
  }

  void made(boolean before) {
    alive("made");
    require(!before, "made twice");
    wasMade = true;
    run.opened(end);
  }

  // ---- bytes ------------------------------------------------------------------------------------

  void received(ByteBuffer data) {
    aliveAndMade("data");
    require(!end.closeAsked && !end.abortAsked && !end.threw, "data after a close");
    require(!end.readingPaused, "data while reading is paused");
    require(!endHeard, "data after the end");
    require(data.hasRemaining(), "no data");
    while (data.hasRemaining()) {
      byte one = data.get();
      if (received < Content.HEADER_BYTES) {
        source |= (one & 0xFF) << (8 * (int) received);
      } else if (one != Content.at(source, received)) {
        require(false, "byte " + received + " is wrong");
        return;
      }
      received++;
      if (received == Content.HEADER_BYTES) {
        identify();
      }
    }
    End from = peer;
    require(from == null || received <= from.wrote, "more bytes than were sent");
  }

  private void identify() {
    if (source == end.serial) {
      require(peer != null && peer.plan.echoes(), "our own bytes from nobody who echoes");
      return;
    }
    End from = run.end(source);
    if (from == null) {
      require(false, "a header that nobody sent: " + source);
      return;
    }
    require(peer == null || peer.equals(from), "bytes of another connection");
    EndChecks theirs = from.checks();
    require(theirs.peer == null || theirs.peer.equals(end), "two connections have one peer");
    peer = from;
    theirs.peer = end;
  }

  void endReceived() {
    aliveAndMade("end");
    require(!endHeard, "end twice");
    require(!end.closeAsked && !end.abortAsked && !end.threw, "end after a close");
    require(!end.readingPaused, "end while reading is paused");
    endHeard = true;
    wholeIfEnded();
  }

  /** An end may only come after all bytes. */
  void wholeIfEnded() {
    End from = peer;
    if (!endHeard || from == null) {
      require(!endHeard || received == 0, "bytes of nobody");
      return;
    }
    require(
        received == from.wrote, "an end after " + received + " of " + from.wrote + " of " + from);
    require(
        from.outputEnded || from.closeAsked || from.life.stopping,
        "an end that nobody gave, of " + from);
  }

  // ---- marks ------------------------------------------------------------------------------------

  void writePaused(long buffered) {
    aliveAndMade("writePaused");
    require(!writePaused, "writePaused twice");
    require(buffered > end.options.highMarkBytes(), "writePaused at " + buffered);
    writePaused = true;
  }

  void writeResumed(long buffered) {
    aliveAndMade("writeResumed");
    require(writePaused, "writeResumed without a pause");
    require(buffered <= end.options.lowMarkBytes(), "writeResumed at " + buffered);
    writePaused = false;
  }

  /** No callback goes on and nothing was written just now. */
  void settled(Transport transport) {
    require(transport.isWritePaused() == writePaused, "writePaused was not told");
    require(
        transport.bufferedBytes() <= end.options.highMarkBytes() || writePaused,
        transport.bufferedBytes() + " bytes wait and writePaused was not told");
    require(
        transport.bufferedBytes() > end.options.lowMarkBytes() || !writePaused,
        "nothing waits and writeResumed was not told");
  }

  void asked(long room, boolean mayWrite) {
    aliveAndMade("request");
    require(mayWrite || end.life.stopping, "a producer asked after its end");
    require(
        room > 0 && room <= Math.max(1, end.options.highMarkBytes()),
        "a producer asked for " + room);
  }

  // ---- the end ----------------------------------------------------------------------------------

  void closes() {
    if (closedNanos < 0) {
      closedNanos = run.nanoTime();
    }
  }

  void lost(LossReason why) {
    aliveAndMade("loss");
    reason = why;
    long closeNanos = end.options.closeTimeout().toNanos();
    require(
        closedNanos < 0 || run.nanoTime() - closedNanos <= closeNanos + run.slackNanos,
        "a close took too long");
    boolean stops = end.life.stopping;
    switch (why) {
      case Done _ -> {
        require(stops || end.closeAsked || (end.outputEnded && endHeard), "done, and is not done");
        require(end.transport().bufferedBytes() == 0, "done with bytes to be sent");
      }
      case Aborted _ -> require(end.abortAsked || end.life.crashed, "aborted by nobody");
      case TimedOut _ -> {
        require(stops || end.closeAsked, "timed out without a close");
        require(stops || run.nanoTime() - closedNanos >= closeNanos, "timed out before its time");
        require(run.isHarsh || !run.isQuick(), "timed out though nothing was slow");
      }
      case Lost lost -> {
        boolean ours = lost.cause() instanceof Planned;
        require(ours == end.threw, "lost by " + lost.cause());
        require(ours || lost.cause() instanceof IOException, "lost by " + lost.cause());
      }
    }
  }

  /** After everything: of a connection that was made and whose node has not crashed. */
  void over() {
    require(reason != null, "never lost");
    wholeIfEnded();
  }

  /** Without faults from outside, who ends in order is heard to the last byte. */
  void arrivedWhole() {
    require(
        reason != null || !end.outputEnded || !endHeard, "both halves ended, and it is not over");
    End from = peer == null ? other : peer;
    if (from == null || end.plan.isRude() || from.plan.isRude() || endHeard) {
      return;
    }
    boolean listens =
        switch (end.plan.finish()) {
          case HALF_CLOSE, CLOSE_AFTER_THE_PEER, LEAVE -> true;
          case CLOSE, ABORT, THROW -> false;
        };
    boolean ends =
        switch (from.plan.finish()) {
          case HALF_CLOSE -> !from.plan.echoes();
          // What we sent meanwhile may be answered by a reset, which takes the last bytes with it.
          case CLOSE ->
              !from.plan.echoes() && end.plan.bytes() == Content.HEADER_BYTES && !end.plan.echoes();
          case CLOSE_AFTER_THE_PEER, LEAVE, ABORT, THROW -> false;
        };
    require(!(listens && ends), "only " + received + " bytes and no end came from " + from);
  }
}
