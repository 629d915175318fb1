package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Outgoing;
import java.io.IOException;
import java.nio.ByteBuffer;
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

  /** Why nothing more is waited for; what has arrived can still be read. Loop's. */
  private @Nullable IOException over;

  ReadingCall(BlockingConnection connection) {
    super(connection);
  }

  @Override
  IllegalStateException twoAtOnce() {
    return new ReadPendingException();
  }

  void arrived(ByteBuffer data) {
    if (isWanted()) {
      done(move(data, buffer()));
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
      held = null;
      if (paused) {
        paused = false;
        connection.transport().resumeReading();
      }
    }
    return all;
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
