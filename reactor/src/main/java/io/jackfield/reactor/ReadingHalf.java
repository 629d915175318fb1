package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.socket.ReceivedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The half of a stream that its peer writes: open until the peer has ended it. What arrives is told
 * at once; what a driver tells while reading is paused is held, and the end behind it.
 */
final class ReadingHalf {
  private final StreamTransport stream;
  private boolean ended;
  private boolean paused;

  /** Whether the end waits behind what is held, or for the pause to be over. */
  private boolean endHeld;

  private long receivedBytes;

  /** What waits for the pause to be over; made when something has to. */
  private @Nullable HeldMessages held;

  ReadingHalf(StreamTransport stream) {
    this.stream = stream;
  }

  boolean hasEnded() {
    return ended;
  }

  /** The kernel has passed so many on, which nobody is told. */
  void movedOn(int bytes) {
    receivedBytes += bytes;
    stream.loop().counters().received(bytes);
  }

  /** How many were told, or passed on. */
  long receivedBytes() {
    return receivedBytes;
  }

  /** Bytes that somebody else has received before: they are the first that are told. */
  void begunWith(Chunk chunk, int count) {
    hold(chunk, 0, plain(count));
    stream.reactor().execute(this::deliverHeld);
  }

  /** There is nothing to read. */
  void neverBegins() {
    ended = true;
  }

  /** Has the driver receive, if anybody is to be told of it. */
  void receive() {
    SplicedStream spliced = stream.spliced();
    if (ended || stream.isDeaf()) {
      return;
    }
    if (spliced != null && spliced.takesInput()) {
      spliced.watch();
    } else {
      stream.receive(!paused);
    }
  }

  /**
   * What arrives is the kernel's to move from now on, but for what is held and what the driver has
   * received already: that is told.
   */
  void splice() {
    if (!ended && !stream.isDeaf()) {
      stream.receive(false);
      paused = false;
      readOn();
    }
  }

  void pause() {
    SplicedStream spliced = stream.spliced();
    boolean isOurs = spliced == null || !spliced.takesInput();
    if (!paused && isOurs && !stream.isDeaf()) {
      paused = true;
      stream.receive(false);
    }
  }

  void resume() {
    if (!paused || stream.isDeaf()) {
      return;
    }
    paused = false;
    readOn();
  }

  private void readOn() {
    if (endHeld || holds()) {
      stream.reactor().execute(this::deliverHeld);
    } else {
      receive();
    }
  }

  // ---- what the driver tells --------------------------------------------------------------------

  void received(Chunk chunk, int from, int to) {
    if (mustWait()) {
      hold(chunk, from, plain(to - from));
    } else {
      deliver(chunk, from, to);
    }
  }

  /** The same with something beside the bytes. */
  void received(Chunk chunk, ReceivedMessage message) {
    if (mustWait()) {
      hold(chunk, 0, message);
    } else {
      deliver(chunk, 0, message);
    }
  }

  /** The peer has ended its half. */
  void receivedEnd() {
    if (mustWait()) {
      endHeld = true;
    } else {
      end();
    }
  }

  private boolean mustWait() {
    return (paused || holds()) && !stream.isDeaf();
  }

  // ---- what is told -----------------------------------------------------------------------------

  private void deliver(Chunk chunk, int from, ReceivedMessage message) {
    stream.tellBeside(message);
    deliver(chunk, from, from + message.length());
  }

  private void deliver(Chunk chunk, int from, int to) {
    if (stream.isDeaf()) {
      return;
    }
    receivedBytes += to - from;
    EventLoop loop = stream.loop();
    loop.lent(chunk);
    try {
      stream.protocol.dataReceived(chunk.view(from, to));
    } catch (Throwable t) {
      stream.lose(new Lost(t), true);
    } finally {
      loop.lent(null);
    }
  }

  /** It has ended, and all before that was told. */
  void end() {
    ended = true;
    if (!stream.isDeaf()) {
      try {
        if (!stream.protocol.endReceived()) {
          stream.close();
        }
      } catch (Throwable t) {
        stream.lose(new Lost(t), true);
      }
    }
    stream.settleSoon();
  }

  // ---- what is held -----------------------------------------------------------------------------

  /** Whether something that arrived is still to be told. */
  boolean holds() {
    return held != null && !held.isEmpty();
  }

  private void hold(Chunk chunk, int from, ReceivedMessage message) {
    HeldMessages there = held;
    if (there == null) {
      there = new HeldMessages();
      held = there;
    }
    there.hold(chunk, from, message);
  }

  /** Bytes with nothing beside them. */
  private static ReceivedMessage plain(int length) {
    return new ReceivedMessage(null, length, false, false, false, false, false, List.of());
  }

  private void deliverHeld() {
    if (held != null) {
      held.deliver(this::deliverOne, () -> paused || stream.isDeaf());
    }
    if (paused || stream.isDeaf()) {
      return;
    }
    if (endHeld) {
      endHeld = false;
      end();
    } else {
      receive();
    }
  }

  /** What that led to is told before the next: it may be that reading is to pause again. */
  private void deliverOne(Chunk chunk, int from, ReceivedMessage message) {
    deliver(chunk, from, message);
    stream.loop().settle();
  }

  /** We want no more. */
  void close() {
    release();
    ended |= endHeld;
  }

  /** What is held is wanted no more. */
  void release() {
    if (held != null) {
      held.release();
    }
  }
}
