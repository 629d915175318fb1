package io.jackfield.reactor.driver;

import org.jspecify.annotations.Nullable;

/** What the next bytes are received into: one chunk, ours but while it is lent. */
final class LentChunk {
  private final ChunkPool pool;

  /** Null before the first. */
  private @Nullable Chunk chunk;

  LentChunk(ChunkPool pool) {
    this.pool = pool;
  }

  /** Null where there is no memory for one. */
  @Nullable Chunk get() {
    Chunk next = chunk;
    if (next == null) {
      next = pool.tryTake();
      chunk = next;
    }
    return next;
  }

  /**
   * It was lent: if somebody holds it, it is his now, and the next bytes go into another. Returns
   * false where there is no memory for that.
   */
  boolean takeBack() {
    Chunk last = chunk;
    if (last != null && !last.isHeldOnce()) {
      last.release();
      chunk = pool.tryTake();
    }
    return chunk != null;
  }
}
