package io.jackfield.conformance.reactor.faults;

import static java.util.Objects.requireNonNull;

import io.jackfield.conformance.reactor.faults.Plan.Finish;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of a connection: carries out its plan, and checks all that it is told. */
final class End implements Protocol {
  /** What a callback throws on purpose. */
  static final class Planned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Planned() {
      super("planned", null, false, false);
    }
  }

  /** After so long a write between turns has had its turn. */
  private static final long SETTLED_NANOS = 2_000_000;

  private static final Duration A_WHILE = Duration.ofMillis(3);

  final int serial;
  final Life life;
  final Plan plan;
  final StreamOptions options;
  private final EndChecks checks;
  private @Nullable Transport transport;

  long wrote;
  boolean outputEnded;
  boolean closeAsked;
  boolean abortAsked;
  boolean threw;
  boolean readingPaused;
  private int pausesLeft = 4;
  private long lastWriteNanos;

  End(Life life, Plan plan, StreamOptions options) {
    this.life = life;
    this.plan = plan;
    this.options = options;
    serial = life.run.add(this);
    checks = new EndChecks(this, life.run);
  }

  EndChecks checks() {
    return checks;
  }

  Transport transport() {
    return requireNonNull(transport);
  }

  boolean isOpen() {
    return transport != null && checks.reason == null && !life.driver.isOver();
  }

  private boolean mayWrite() {
    return isOpen() && !outputEnded && !closeAsked && !abortAsked && !threw && !life.stopping;
  }

  @Override
  public String toString() {
    return "end " + serial + " at " + life + " " + plan;
  }

  // ---- what it is told --------------------------------------------------------------------------

  @Override
  public void connectionMade(Transport made) {
    boolean before = transport != null;
    transport = made;
    checks.made(before);
    maybeThrow();
    if (plan.finish() == Finish.ABORT) {
      life.later(plan.finishAfter(), this::abort);
    }
    switch (plan.pace()) {
      case ECHO -> {}
      case AS_ASKED -> {
        write(Content.HEADER_BYTES);
        made.producer(this::produce);
      }
      case AT_ONCE -> {
        while (mayWrite() && wrote < plan.bytes()) {
          write(plan.piece());
        }
        finish();
      }
      case BY_TIMERS, BY_TASKS, BETWEEN_TURNS -> {
        write(Content.HEADER_BYTES);
        writeLater();
      }
    }
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    checks.received(data.duplicate());
    maybeThrow();
    if (plan.echoes() && mayWrite()) {
      echo(data);
    }
    if (life.run.dice.chance(plan.pauses()) && !readingPaused && pausesLeft-- > 0) {
      pauseReading();
      life.later(plan.pause(), this::resumeReading);
    }
  }

  @Override
  public boolean endReceived() {
    checks.endReceived();
    maybeThrow();
    boolean goesOn =
        plan.finish() != Finish.LEAVE && !plan.echoes() && !life.stopping && mayWrite();
    if (!goesOn && !outputEnded) {
      checks.closes();
      closeAsked = true;
    }
    return goesOn || outputEnded;
  }

  @Override
  public void writePaused() {
    checks.writePaused(transport().bufferedBytes());
    maybeThrow();
    if (plan.echoes()) {
      pauseReading();
    }
  }

  @Override
  public void writeResumed() {
    checks.writeResumed(transport().bufferedBytes());
    if (plan.echoes()) {
      resumeReading();
    }
  }

  @Override
  public void connectionLost(LossReason reason) {
    checks.lost(reason);
    transport().write(ByteBuffer.wrap(new byte[10])); // Dropped.
    transport().resumeReading();
    life.run.lost(this);
    maybeThrow();
  }

  private void maybeThrow() {
    if (plan.finish() == Finish.THROW && life.run.dice.chance(0.2)) {
      threw = true;
      throw new Planned();
    }
  }

  // ---- what it does -----------------------------------------------------------------------------

  private void write(int count) {
    int now = (int) Math.min(count, plan.bytes() - wrote);
    if (now <= 0 || !mayWrite()) {
      return;
    }
    ByteBuffer bytes = Content.bytes(serial, wrote, now);
    wrote += now;
    lastWriteNanos = life.run.nanoTime();
    if (now > 1 && life.run.dice.chance(0.2)) {
      int cut = life.run.dice.between(1, now - 1);
      transport().writeSequence(List.of(bytes.slice(0, cut), bytes.slice(cut, now - cut)));
    } else {
      transport().write(bytes);
    }
  }

  private void echo(ByteBuffer data) {
    wrote += data.remaining();
    boolean inPieces = life.run.dice.chance(0.4);
    while (data.hasRemaining()) {
      int now = inPieces ? life.run.dice.between(1, data.remaining()) : data.remaining();
      ByteBuffer piece = data.slice(data.position(), now);
      data.position(data.position() + now);
      if (life.run.dice.chance(0.3)) {
        transport().write(piece);
      } else {
        transport().writeLent(piece);
      }
    }
  }

  private void writeLater() {
    Runnable next = this::writeSome;
    Duration gap = transport().isWritePaused() ? A_WHILE : plan.gap();
    switch (plan.pace()) {
      case BY_TASKS -> life.post(gap, next);
      case BETWEEN_TURNS -> life.betweenTurns(gap, next);
      default -> life.later(gap, next);
    }
  }

  private void writeSome() {
    if (!mayWrite()) {
      return;
    }
    if (life.run.isQuick() && lastWriteNanos + SETTLED_NANOS < life.run.nanoTime()) {
      checks.settled(transport());
    }
    if (!transport().isWritePaused()) {
      write(plan.piece());
    }
    if (wrote < plan.bytes()) {
      writeLater();
    } else {
      finish();
    }
  }

  private void produce(long room) {
    checks.asked(room, mayWrite());
    write((int) Math.min(room, plan.piece()));
    if (mayWrite() && wrote >= plan.bytes()) {
      if (life.run.dice.chance(0.5)) {
        transport().producer(null);
      }
      finish();
    }
  }

  private void finish() {
    if (!isOpen()) {
      return;
    }
    switch (plan.finish()) {
      case HALF_CLOSE, THROW -> endOutput();
      case CLOSE -> close();
      case CLOSE_AFTER_THE_PEER -> {
        if (checks.endHeard) {
          close();
        } else {
          endOutput();
        }
      }
      case LEAVE, ABORT -> {}
    }
  }

  private void endOutput() {
    if (!life.stopping && !closeAsked) {
      outputEnded = true;
      transport().endOutput();
      transport().endOutput();
    }
  }

  void close() {
    if (isOpen() && !abortAsked) {
      checks.closes();
      closeAsked = true;
      outputEnded = true;
      transport().close();
      transport().close();
    }
  }

  private void abort() {
    if (isOpen()) {
      abortAsked = true;
      transport().abort();
      transport().abort();
    }
  }

  private void pauseReading() {
    readingPaused = true;
    transport().pauseReading();
  }

  private void resumeReading() {
    if (isOpen() && !(plan.echoes() && transport().isWritePaused())) {
      readingPaused = false;
      transport().resumeReading();
    }
  }
}
