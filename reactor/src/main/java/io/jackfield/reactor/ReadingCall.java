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

  /** Whether what arrives now comes after the end that we have put. Loop's. */
  private boolean endsHere;

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
    if (endsHere) {
      return;
    }
    if (isWanted()) {
      BlockingConnection to = target;
      if (to != null) {
        pass(data, to);
      } else if (hasBuffer()) {
        done(move(data, buffer()));
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

  /** What arrives from now on is nobody's. */
  void endHere() {
    endsHere = true;
    if (paused) {
      paused = false;
      connection.transport().resumeReading();
    }
    end();
  }

  /** What has arrived and was not read. */
  int heldBytes() {
    Outgoing there = held;
    return there == null ? 0 : (int) there.bytes();
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
      if (hasBuffer()) {
        done(take(there, buffer()));
      }
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
    if (!mayPass(to)) {
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
    passed(many - data.remaining(), !data.hasRemaining(), to);
  }

  private boolean mayPass(BlockingConnection to) {
    IOException refusal = to.writing().refusal();
    if (refusal != null) {
      fail(to.raised(refusal));
    }
    return refusal == null;
  }

  private boolean isLent(ByteBuffer data) {
    Chunk lent = connection.loop().lent();
    return lent != null && lent.offsetOf(data) >= 0;
  }

  /**
   * @param all whether it was all there was; else the transport was closed behind the stream's back
   */
  private void passed(int many, boolean all, BlockingConnection to) {
    passed += many;
    gotOn();
    if (!all) {
      fail(to.raised(new ClosedChannelException()));
    } else if (!to.writing().hasRoom()) {
      done(0);
    }
  }

  /** As much of what is held as there is room for. */
  private void passHeld(Outgoing from, BlockingConnection to) {
    while (isWanted() && !from.isEmpty()) {
      if (to.transport() instanceof StreamTransport plain) {
        passFirst(from, plain, to);
      } else {
        ByteBuffer some = from.view(0);
        int many = some.remaining();
        pass(some, to);
        from.advance(many - some.remaining());
      }
    }
    if (from.isEmpty()) {
      releaseHeld();
      if (isWanted()) {
        attempt(); // What came behind it: the end.
      }
    }
  }

  private void passFirst(Outgoing from, StreamTransport plain, BlockingConnection to) {
    if (!mayPass(to)) {
      return;
    }
    int length = from.length(0);
    long before = from.bytes();
    try {
      plain.writing.writeFirstOf(from);
    } catch (IllegalStateException e) {
      fail(to.raised(new IOException(e.getMessage(), e)));
      return;
    }
    passed((int) (before - from.bytes()), from.bytes() + length == before, to);
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
