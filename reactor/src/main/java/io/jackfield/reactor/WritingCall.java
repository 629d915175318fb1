package io.jackfield.reactor;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import org.jspecify.annotations.Nullable;

/**
 * Writes, as much at a time as may wait to be sent, and waits while the peer does not take it. What
 * is written goes when the turn of who wrote it is over: when it waits, or ends.
 */
final class WritingCall extends WaitingCall implements Producer {
  /** When so much waits to be sent, no more is added. */
  private static final int AHEAD_BYTES = 65_536;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Of the call that goes on. Loop's. */
  private int taken;

  /** Whether the transport will ask for more. */
  private boolean asked;

  private boolean ended;

  WritingCall(BlockingConnection connection) {
    super(connection);
  }

  @Override
  IllegalStateException twoAtOnce() {
    return new WritePendingException();
  }

  /** Nothing may be written any more. */
  void end() {
    ended = true;
  }

  @Override
  void attempt() {
    IOException failure = refusal();
    if (failure == null) {
      writeSome(connection.transport());
    } else {
      over(connection.transport());
      fail(failure);
    }
  }

  /** Why nothing can be written any more; null if it can. Loop's. */
  @Nullable IOException refusal() {
    if (ended) {
      return new IOException("written after endOutput()"); // Whatever has happened since.
    }
    IOException failure = connection.closed();
    return failure == null ? connection.broken() : failure;
  }

  /** Whether so little waits to be sent that more may be added. Loop's. */
  boolean hasRoom() {
    Transport to = connection.transport();
    return !to.isWritePaused() && to.bufferedBytes() < ahead(to);
  }

  private static int ahead(Transport to) {
    return (int) Math.min(AHEAD_BYTES, Math.max(1, to.writeLimitBytes() / 4));
  }

  /** Waits until there is room for more. */
  void awaitRoom() throws IOException {
    int _ = perform(NOTHING);
  }

  private void writeSome(Transport to) {
    ByteBuffer all = buffer();
    boolean hasRoom = hasRoom();
    if (hasRoom) {
      int limit = all.limit();
      int some = Math.min(all.remaining(), ahead(to));
      try {
        to.write(all.limit(all.position() + some));
      } catch (IllegalStateException e) {
        over(to);
        fail(new IOException(e.getMessage(), e));
        return;
      } finally {
        all.limit(limit);
      }
      taken += some;
      gotOn();
    }
    if (hasRoom && !all.hasRemaining()) {
      int many = taken;
      over(to);
      done(many);
    } else if (!asked) {
      asked = true;
      to.producer(this);
    }
  }

  private void over(Transport to) {
    taken = 0;
    if (asked) {
      asked = false;
      to.producer(null);
    }
  }

  /** The call that goes on has waited too long. */
  void timedOut(SocketTimeoutException why) {
    why.bytesTransferred = taken;
    over(connection.transport());
    fail(why);
  }

  /** There is room for more. */
  @Override
  public void request(long bytes) {
    again();
  }
}
