package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Outgoing;
import io.jackfield.socket.OpenFile;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The half of a stream that we write: {@link State#OPEN}, then {@link State#ENDING} until all is
 * sent, then {@link State#ENDED}. What is written waits for the end of the callback, so that many
 * writes become one send.
 */
final class WritingHalf {
  enum State {
    OPEN,
    ENDING,
    ENDED
  }

  private final StreamTransport stream;
  private State state = State.OPEN;

  /** Taken when something is written, and given back when all of it is sent. */
  private @Nullable Outgoing waiting;

  /** What waits behind that; null where it is bytes alone. */
  private @Nullable Parts parts;

  /** Whether the driver is sending, and the first bytes of {@link #waiting} are its own. */
  boolean sending;

  private long sentBytes;

  /** Whether the protocol was told that too much waits. */
  private boolean paused;

  private @Nullable Producer producer;

  /** Whether the producer is going to be asked. */
  private boolean requested;

  /** For a close that takes its time. */
  private @Nullable Timer deadline;

  WritingHalf(StreamTransport stream) {
    this.stream = stream;
  }

  State state() {
    return state;
  }

  boolean isPaused() {
    return paused;
  }

  /** There is nothing to write to. */
  void neverBegins() {
    state = State.ENDED;
  }

  // ---- what is written --------------------------------------------------------------------------

  void write(ByteBuffer data) {
    if (takes(data.remaining())) {
      last().append(data);
      stream.settleSoon();
    }
  }

  void writeLent(ByteBuffer view) {
    Chunk lent = stream.loop().lent();
    int from = lent == null ? -1 : lent.offsetOf(view);
    if (lent == null || from < 0) {
      throw new IllegalArgumentException(
          "writeLent takes what dataReceived is being given and nothing else; write(…) copies");
    }
    if (takes(view.remaining())) {
      last().appendLent(lent, from, from + view.remaining());
      view.position(view.limit());
      stream.settleSoon();
    }
  }

  /** As {@link #write}, the first piece of what somebody holds, without a copy. */
  void writeFirstOf(Outgoing held) {
    if (takes(held.length(0))) {
      last().appendFirstOf(held);
      stream.settleSoon();
    }
  }

  /** Whether {@code more} bytes are to be sent; false where they are dropped. */
  boolean takes(int more) {
    if (stream.isDeaf() || more == 0) {
      return false;
    }
    requireOpen();
    long limit = stream.writeLimitBytes();
    if (bytes() + more > limit) {
      throw new WriteLimitException(bytes(), more, limit);
    }
    return true;
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("written after endOutput()");
    }
  }

  CompletableFuture<Long> sendFile(OpenFile file, long offset, long length) {
    if (stream.isDeaf()) {
      return FileRange.dropped();
    }
    requireOpen();
    if (!parts().hasRoomForFile()) {
      throw WriteLimitException.ofFiles(FileRange.MOST_WAITING);
    }
    FileRange range = FileRange.of(file, offset, length);
    parts().add(range);
    stream.settleSoon();
    return range.done();
  }

  void send(Parcel parcel) {
    parts().add(parcel);
    stream.settleSoon();
  }

  private Parts parts() {
    Parts there = parts;
    if (there == null) {
      there = new Parts(stream, this);
      parts = there;
    }
    return there;
  }

  /** Where bytes go that are written now. */
  private Outgoing last() {
    return parts == null || parts.isEmpty() ? waiting() : parts.last();
  }

  /** What is sent next is added to this. */
  Outgoing waiting() {
    Outgoing there = waiting;
    if (there == null) {
      there = stream.loop().takeOutgoing();
      waiting = there;
    }
    return there;
  }

  /** All that was waiting is sent: this waits from now on. */
  void replace(Outgoing next) {
    if (waiting != null) {
      stream.loop().giveBack(waiting);
    }
    waiting = next;
  }

  /** How many bytes wait, a file's not among them. */
  long bytes() {
    long first = waiting == null ? 0 : waiting.bytes();
    return parts == null ? first : parts.bytes(first);
  }

  void end() {
    if (state == State.OPEN && !stream.isLost()) {
      state = State.ENDING;
      stream.settleSoon();
    }
  }

  // ---- what is sent -----------------------------------------------------------------------------

  void flush() {
    if (parts != null) {
      parts.beginTurn();
    }
    do {
      Outgoing rest = waiting;
      while (!stream.isLost() && !sending && rest != null && !rest.isEmpty()) {
        int sent = stream.send(rest);
        if (sent == Driver.PENDING) {
          sending = true;
        } else if (sent < 0) {
          stream.lose(new Lost(stream.failure("send", sent)), false);
        } else {
          took(sent);
        }
      }
    } while (!stream.isLost() && !sending && parts != null && parts.next());
  }

  /** A send that was under way is done. */
  void sent(int result) {
    sending = false;
    if (parts != null && parts.sent(result)) {
      return;
    }
    if (result < 0) {
      stream.lose(new Lost(stream.failure("send", result)), false);
    } else if (!stream.isLost()) {
      took(result);
    }
  }

  private void took(int bytes) {
    Outgoing from = waiting;
    if (from != null) {
      sentOf(bytes);
      from.advance(bytes);
    }
  }

  /** The kernel has taken some. */
  void sentOf(int bytes) {
    sentBytes += bytes;
    stream.loop().counters().sent(bytes);
  }

  long sentBytes() {
    return sentBytes;
  }

  /** Whether all that was written is sent. */
  boolean isIdle() {
    return !sending && bytes() == 0 && (parts == null || parts.isEmpty());
  }

  /** Whether a file waits for the driver to tell of room. */
  boolean awaitsRoom() {
    return parts != null && parts.awaitsRoom();
  }

  /** If all is sent: keeps no memory, and ends the half if that is wanted. */
  void endIfAllIsSent() {
    SplicedStream spliced = stream.spliced();
    if (!isIdle() || (spliced != null && spliced.holdsOutput())) {
      return;
    }
    clear();
    parts = null;
    if (state == State.ENDING) {
      state = State.ENDED;
      stream.endSending();
    }
  }

  // ---- how much waits ---------------------------------------------------------------------------

  void tellMarks() {
    long bytes = bytes();
    if (bytes == 0 && !paused && producer == null) {
      return; // As nearly always.
    }
    StreamOptions options = stream.host.options();
    try {
      if (!paused && bytes > options.highMarkBytes()) {
        paused = true;
        stream.protocol.writePaused();
      } else if (paused && bytes <= options.lowMarkBytes()) {
        paused = false;
        stream.protocol.writeResumed();
      }
    } catch (Throwable t) {
      stream.lose(new Lost(t), true);
    }
    if (producer != null && state == State.OPEN && bytes <= options.lowMarkBytes()) {
      askLater(Math.max(1, options.highMarkBytes() - bytes));
    }
  }

  void producer(@Nullable Producer next) {
    if (producer != null && next != null) {
      throw new IllegalStateException("there is a producer already");
    }
    producer = next;
    stream.settleSoon();
  }

  /** In a turn of its own: it may write at once. */
  private void askLater(long bytes) {
    if (!requested) {
      requested = true;
      stream.reactor().execute(() -> ask(bytes));
    }
  }

  private void ask(long bytes) {
    requested = false;
    if (producer != null && state == State.OPEN && !stream.isLost()) {
      try {
        producer.request(bytes);
      } catch (Throwable t) {
        stream.lose(new Lost(t), true);
      }
    }
  }

  // ---- its end ----------------------------------------------------------------------------------

  /** Gives what waits to be sent the time that a close may take; false if that was done before. */
  boolean startDeadline() {
    if (deadline != null) {
      return false;
    }
    var timeout = stream.host.options().closeTimeout();
    deadline =
        stream
            .reactor()
            .callLater(
                timeout,
                () -> {
                  stream.lose(new TimedOut("close", timeout), false);
                  stream.loop().settle();
                });
    return true;
  }

  /** The connection is no more. */
  void release() {
    producer = null;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  /** Tells those who wait for a file of it. */
  void lost(LossReason why) {
    if (parts != null) {
      parts.lost(why);
    }
  }

  /** What waits is no more, and the driver sends nothing of it. */
  void clear() {
    Outgoing rest = waiting;
    if (rest != null) {
      rest.clear();
      waiting = null;
      stream.loop().giveBack(rest);
    }
    if (parts != null) {
      parts.clear();
    }
  }
}
