package io.jackfield.tls;

import io.jackfield.tls.BufferPool.Lease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the session has encrypted and the channel has not yet taken, in order. It is added to under
 * the state's lock and written without it, by the one thread that holds the lock for writing.
 */
final class CipherQueue {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final BufferPool pool;
  private final ReentrantLock state;

  /** Guarded by {@code state}. */
  private @Nullable Lease gathered;

  /** Of the writing thread. */
  private @Nullable Lease sending;

  /**
   * Of the writing thread: what is left of {@code sending}. It is the lease's own view, so it must
   * not be looked at once the lease is given back.
   */
  private ByteBuffer rest = NOTHING;

  CipherQueue(BufferPool pool, ReentrantLock state) {
    this.pool = pool;
    this.state = state;
  }

  /** Under {@code state}. */
  void add(ByteBuffer cipher) {
    Lease to = gathered;
    if (to == null) {
      to = pool.output();
      gathered = to;
    }
    if (to.bytes.remaining() < cipher.remaining()) {
      Lease larger = Lease.ofSize(2 * (to.bytes.position() + cipher.remaining()));
      larger.bytes.put(to.written());
      to.release();
      to = larger;
      gathered = to;
    }
    to.bytes.put(cipher);
  }

  /** Whether something waits that no writing thread has begun with. */
  boolean hasMore() {
    state.lock();
    try {
      return gathered != null;
    } finally {
      state.unlock();
    }
  }

  /**
   * Writes all, by the writing thread.
   *
   * @return false if the channel does not wait and has not taken all
   */
  boolean drain(WritableByteChannel to) throws IOException {
    while (rest.hasRemaining() || next()) {
      if (to.write(rest) == 0) {
        return false;
      }
    }
    return true;
  }

  private boolean next() {
    rest = NOTHING;
    if (sending != null) {
      sending.release();
    }
    state.lock();
    try {
      sending = gathered;
      gathered = null;
    } finally {
      state.unlock();
    }
    if (sending == null) {
      return false;
    }
    rest = sending.written();
    return true;
  }
}
