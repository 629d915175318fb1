package io.jackfield.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** The writing half of a {@link TlsStream}; one thread at a time writes to the channel. */
final class StreamWriter {
  /** What is encrypted before it is written: at most two records, so that memory stays bounded. */
  private static final int PIECE_BYTES = 32 * 1024;

  private final ByteChannel below;
  private final GuardedSession guarded;
  private final AtomicBoolean closed;
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * Makes one.
   *
   * @param closed whether the stream is
   */
  StreamWriter(ByteChannel below, GuardedSession guarded, AtomicBoolean closed) {
    this.below = below;
    this.guarded = guarded;
    this.closed = closed;
  }

  /** {@link TlsStream#write}, once the handshake is done. */
  int write(ByteBuffer from) throws IOException {
    int before = from.remaining();
    writing.lock();
    try {
      while (guarded.queue.drain(below) && from.hasRemaining()) {
        int count = Math.min(from.remaining(), PIECE_BYTES);
        if (!guarded.send(from.slice(from.position(), count), closed)) {
          throw new ClosedChannelException();
        }
        from.position(from.position() + count);
      }
      return before - from.remaining();
    } finally {
      writing.unlock();
      flushQuietly();
    }
  }

  void flush() throws IOException {
    writing.lock();
    try {
      guarded.queue.drain(below);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Sends what the session said by itself, if nobody is writing: who is does it at the end. A
   * failure is left to the next write, since a reader has no part in it.
   */
  void flushQuietly() {
    while (guarded.queue.hasMore() && writing.tryLock()) {
      try {
        if (!guarded.queue.drain(below)) {
          return;
        }
      } catch (IOException e) {
        return;
      } finally {
        writing.unlock();
      }
    }
  }

  /** Says that this side sends no more, unless somebody is in the midst of sending. */
  void tryToEnd() throws IOException {
    if (writing.tryLock()) {
      try {
        guarded.run(() -> guarded.session.closeOutbound(guarded));
        guarded.queue.drain(below);
      } finally {
        writing.unlock();
      }
    }
  }
}
