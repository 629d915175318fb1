package io.jackfield.cli.pipe;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One end of a pipe that is joined: what arrives goes to the other. */
final class PipeEnd implements Protocol {
  private final Pipe pipe;
  private final End end;

  /** Whether what arrives is passed on. */
  private final boolean isOn;

  private final @Nullable LineEnds lineEnds;
  private @Nullable PipeEnd peer;
  private long passed;
  private boolean ended;

  PipeEnd(Pipe pipe, End end, boolean isOn, boolean crlf) {
    this.pipe = pipe;
    this.end = end;
    this.isOn = isOn;
    lineEnds = crlf ? new LineEnds() : null;
  }

  void joined(PipeEnd other) {
    peer = other;
  }

  PipeEnd peer() {
    return Objects.requireNonNull(peer);
  }

  End end() {
    return end;
  }

  boolean isOn() {
    return isOn;
  }

  /** Whether something may come from here that is passed on. */
  boolean isOpen() {
    return isOn && !ended;
  }

  boolean hasEnded() {
    return ended;
  }

  long passed() {
    return passed;
  }

  /**
   * Begins to receive. Of a conversation also what is thrown away, or its end would not be seen;
   * what is in a file or at standard input stays there for others.
   */
  void begin() {
    end.transport().protocol(this);
    if (isOn || end.isConversation()) {
      end.transport().resumeReading();
    }
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    if (!isOn) {
      return;
    }
    passed += data.remaining();
    ByteBuffer out = lineEnds == null ? data : lineEnds.ended(data);
    pipe.passes(out);
    peer().end.transport().write(out);
  }

  @Override
  public boolean endReceived() {
    ended = true;
    pipe.inputEnded(this);
    return true;
  }

  void endOutput() {
    if (end.writes()) {
      end.transport().endOutput();
    }
  }

  /** Nothing more is read of the other end than this one takes. */
  @Override
  public void writePaused() {
    if (peer().isOn) {
      peer().end.transport().pauseReading();
    }
  }

  @Override
  public void writeResumed() {
    if (peer().isOn) {
      peer().end.transport().resumeReading();
    }
  }

  @Override
  public void connectionLost(LossReason reason) {
    pipe.lost(this, reason);
  }
}
