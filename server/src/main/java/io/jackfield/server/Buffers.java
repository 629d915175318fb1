package io.jackfield.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Buffers for what conversations receive and send, lent while there is something in them: one that
 * waits holds none, but under TLS, where a record is not whole before it is received. Any thread.
 */
final class Buffers {
  /** A full chunk of input with something before it still leaves in one piece. */
  static final int BYTES = RequestInput.CHUNK_BYTES + 512;

  /** Everybody's; keeps 1 MiB, however many are lent at a time. */
  static final Buffers SHARED = new Buffers(64);

  private final int kept;
  private final ArrayDeque<ByteBuffer> free;
  private int lent;

  /**
   * @param kept how many are kept for later
   */
  Buffers(int kept) {
    this.kept = kept;
    free = new ArrayDeque<>(kept);
  }

  /** An empty one of {@link #BYTES}, to be filled. What stood in it before may stand there yet. */
  ByteBuffer take() {
    ByteBuffer last;
    synchronized (free) {
      lent++;
      last = free.pollLast(); // It may be in the processor's cache.
    }
    return last == null ? ByteBuffer.allocate(BYTES) : last.clear();
  }

  /** Takes one back, which nobody may use any more. */
  void giveBack(ByteBuffer buffer) {
    synchronized (free) {
      lent--;
      if (free.size() < kept) {
        free.addLast(buffer);
      }
    }
  }

  /** How many are lent. */
  int lent() {
    synchronized (free) {
      return lent;
    }
  }
}
