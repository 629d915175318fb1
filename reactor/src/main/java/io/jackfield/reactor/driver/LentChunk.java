package io.jackfield.reactor.driver;

/** What the next bytes are received into: one chunk, ours but while it is lent. */
final class LentChunk {
  private final ChunkPool pool;
  private Chunk chunk;

  LentChunk(ChunkPool pool) {
    this.pool = pool;
    chunk = pool.take();
  }

  Chunk get() {
    return chunk;
  }

  /** It was lent: if somebody holds it, it is his now, and the next bytes go into another. */
  void takeBack() {
    if (!chunk.isHeldOnce()) {
      chunk.release();
      chunk = pool.take();
    }
  }
}
