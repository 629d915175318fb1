package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.RelayPipes.RelayPipe;
import io.jackfield.socket.linux.Abi;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relay in which the kernel moves the bytes, from the source into a pipe and on
 * to the sink: splice(2).
 *
 * <p>It waits for one thing at a time: for the sink while the pipe holds bytes, else for the
 * source. So a pipe that is full need not be told from a source that is empty, for which the kernel
 * has one word. What was received or written by way of the process goes first: nothing is moved
 * while the source holds some of it or the sink has not sent it.
 */
final class Splicing {
  /** Of fillings of the pipe in one turn, so that others get theirs. */
  private static final int ROUNDS = 4;

  /** After less than this the source is probably empty, and it is cheaper to be told. */
  private static final int MUCH = 65_536;

  private final StreamTransport source;
  private final StreamTransport sink;
  private final RelayEnd end;
  private final RelayPipes pipes;

  /** There while bytes are in it, and in the middle of moving. */
  private @Nullable RelayPipe pipe;

  private int held;

  /** Whether bytes go this way; else the source is received from, and they are copied. */
  private boolean on = true;

  /** What {@code end} is the protocol of, to another. */
  Splicing(StreamTransport source, StreamTransport sink, RelayEnd end) {
    this.source = source;
    this.sink = sink;
    this.end = end;
    pipes = source.reactor().relayPipes();
  }

  /** Joins two streams both ways; returns both directions. */
  static Splicing[] join(
      StreamTransport one, RelayEnd oneEnd, StreamTransport other, RelayEnd otherEnd) {
    var forth = new Splicing(one, other, oneEnd);
    var back = new Splicing(other, one, otherEnd);
    one.splice(new SplicedStream(one, forth, back));
    other.splice(new SplicedStream(other, back, forth));
    return new Splicing[] {forth, back};
  }

  boolean isOn() {
    return on;
  }

  boolean holds() {
    return held > 0;
  }

  boolean waitsForSource() {
    return on
        && held == 0
        && !source.reading.hasEnded()
        && !source.reading.holds()
        && !source.isDeaf()
        && !sink.isDeaf()
        && sink.writing.isIdle();
  }

  boolean waitsForSink() {
    return held > 0 && !sink.isLost() && sink.writing.isIdle();
  }

  /** Moves bytes as far as they go, within bounds; the source or the sink is ready. */
  void advance() {
    boolean isMore = true;
    for (int i = 0; i < ROUNDS && isMore; i++) {
      isMore = held > 0 || fill();
      isMore &= empty();
    }
    if (held == 0) {
      releasePipe();
      sink.settleSoon(); // Its end may have waited for this.
    }
    watchSource();
    watchSink();
  }

  /** Moves from the source what is there; returns whether there may be more. */
  private boolean fill() {
    if (!waitsForSource()) {
      return false;
    }
    RelayPipe into = pipe == null ? pipes.take() : pipe;
    if (into == null) {
      copyInstead();
      return false;
    }
    pipe = into;
    int moved = source.driver().splice(source.handle, into.sink(), RelayPipes.WANTED_BYTES);
    if (moved > 0) {
      source.reading.movedOn(moved);
      end.passed(moved);
      held = moved;
    } else if (moved == 0) {
      source.reading.end();
    } else if (moved == -Abi.EINVAL) {
      copyInstead(); // A socket of a family that cannot.
    } else if (moved != -Abi.EAGAIN && moved != -Abi.EINTR) {
      source.lose(new Lost(source.failure("splice", moved)), false);
    }
    return moved >= MUCH;
  }

  /** Moves what the pipe holds to the sink; returns whether that was all. */
  private boolean empty() {
    RelayPipe from = pipe;
    while (held > 0 && from != null) {
      int moved = sink.driver().splice(from.source(), sink.handle, held);
      if (moved < 0) {
        if (moved != -Abi.EAGAIN && moved != -Abi.EINTR) {
          sink.lose(new Lost(sink.failure("splice", moved)), false);
        }
        return false;
      }
      sink.writing.sentOf(moved);
      held -= moved;
    }
    return true;
  }

  /** For good: what was short once will be again. */
  private void copyInstead() {
    on = false;
    watchSource();
    source.reading.receive();
  }

  private void releasePipe() {
    RelayPipe empty = pipe;
    if (empty != null) {
      pipe = null;
      pipes.giveBack(empty);
    }
  }

  /** The sink is no more, and what was on its way to it. */
  void drop() {
    held = 0;
    RelayPipe rest = pipe;
    if (rest != null) {
      pipe = null;
      pipes.drop(rest);
    }
  }

  void watchSource() {
    watch(source);
  }

  private void watchSink() {
    watch(sink);
  }

  private static void watch(StreamTransport stream) {
    SplicedStream spliced = stream.spliced();
    if (spliced != null) {
      spliced.watch();
    }
  }
}
