package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Outgoing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadPendingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads. What arrives goes straight from the memory it was received into to who waits for it; what
 * nobody waits for is held, and above the limit of that the peer is held up.
 */
final class ReadingCall extends WaitingCall {
  /** What arrived and was not read; null for nothing. Loop's. */
  private @Nullable Outgoing held;

  /** Whether the peer has said that it sends no more. Loop's. */
  private boolean ended;

  private boolean paused;

  /** Where all that arrives goes instead of to the caller. The caller's, then the loop's. */
  private @Nullable BlockingConnection target;

  /** How many bytes went there. Likewise. */
  private long passed;

  /** Why nothing more is waited for; what has arrived can still be read. Loop's. */
  private @Nullable IOException over;

  ReadingCall(BlockingConnection connection) {
    super(connection);
  }

  @Override
  IllegalStateException twoAtOnce() {
    return new ReadPendingException();
  }

  /**
   * Passes all that arrives on to another connection of the same loop, until the peer ends; returns
   * how much that was. The caller is woken where the other has to be waited for, and at the end.
   */
  long passTo(BlockingConnection to) throws IOException {
    int outcome;
    long all = 0;
    do {
      claim();
      target = to;
      passed = 0;
      outcome = await();
      all += passed;
      target = null;
      outcome = release(outcome);
      if (outcome >= 0) {
        to.writing().awaitRoom();
      }
    } while (outcome >= 0);
    return all;
  }

  void arrived(ByteBuffer data) {
    if (isWanted()) {
      BlockingConnection to = target;
      if (to == null) {
        done(move(data, buffer()));
      } else {
        pass(data, to);
      }
    }
    if (data.hasRemaining()) {
      hold(data);
    }
  }

  void end() {
    ended = true;
    again();
  }

  /** The reactor stops. */
  void stop() {
    over = new ReactorStoppingException();
    again();
  }

  @Override
  void attempt() {
    IOException closed = connection.closed();
    Outgoing there = held;
    if (closed != null) {
      fail(closed);
    } else if (there != null && target != null) {
      passHeld(there, target);
    } else if (there != null) {
      done(take(there, buffer()));
    } else if (ended) {
      done(-1);
    } else {
      IOException why = over == null ? connection.broken() : over;
      if (why != null) {
        fail(why);
      }
    }
  }

  /** Writes it there; ends the call if that fails, or is enough for now. */
  private void pass(ByteBuffer data, BlockingConnection to) {
    IOException refusal = to.writing().refusal();
    if (refusal != null) {
      fail(to.raised(refusal));
      return;
    }
    int many = data.remaining();
    try {
      if (isLent(data) && to.transport() instanceof StreamTransport plain) {
        plain.writeLent(data);
      } else {
        to.transport().write(data);
      }
    } catch (IllegalStateException e) {
      fail(to.raised(new IOException(e.getMessage(), e)));
      return;
    }
    if (data.hasRemaining()) {
      fail(to.raised(new ClosedChannelException())); // Closed behind the stream's back.
      return;
    }
    passed += many;
    gotOn();
    if (!to.writing().hasRoom()) {
      done(0);
    }
  }

  private boolean isLent(ByteBuffer data) {
    Chunk lent = connection.loop().lent();
    return lent != null && lent.offsetOf(data) >= 0;
  }

  /** As much of what is held as there is room for. */
  private void passHeld(Outgoing from, BlockingConnection to) {
    while (isWanted() && !from.isEmpty()) {
      ByteBuffer some = from.view(0);
      int many = some.remaining();
      pass(some, to);
      from.advance(many - some.remaining());
    }
    if (from.isEmpty()) {
      releaseHeld();
      if (isWanted()) {
        attempt(); // What came behind it: the end.
      }
    }
  }

  private static int move(ByteBuffer from, ByteBuffer to) {
    int many = Math.min(from.remaining(), to.remaining());
    int limit = from.limit();
    to.put(from.limit(from.position() + many));
    from.limit(limit);
    return many;
  }

  private void hold(ByteBuffer data) {
    Outgoing there = held;
    if (there == null) {
      there = new Outgoing(connection.loop().driver().sendChunks());
      held = there;
    }
    Chunk lent = connection.loop().lent();
    int from = lent == null ? -1 : lent.offsetOf(data);
    // Few bytes in a large chunk are copied: held, they would keep all of it.
    if (lent != null && from >= 0 && data.remaining() >= lent.size() / 2) {
      there.appendLent(lent, from, from + data.remaining());
    } else {
      there.append(data);
    }
    if (!paused && there.bytes() >= connection.options().readAheadBytes()) {
      paused = true;
      connection.transport().pauseReading();
    }
  }

  /** As much as there is of what is held, and room for. */
  private int take(Outgoing from, ByteBuffer to) {
    int all = 0;
    while (!from.isEmpty() && to.hasRemaining()) {
      int some = move(from.view(0), to);
      from.advance(some);
      all += some;
    }
    if (from.isEmpty()) {
      releaseHeld();
    }
    return all;
  }

  /** All that was held is taken: more may arrive. */
  private void releaseHeld() {
    held = null;
    if (paused) {
      paused = false;
      connection.transport().resumeReading();
    }
  }

  /** Nobody will read it any more. */
  void release() {
    Outgoing there = held;
    if (there != null) {
      there.clear();
      held = null;
    }
  }
}
