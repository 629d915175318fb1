package io.jackfield.reactor.driver;

import java.util.ArrayDeque;

/**
 * Chunks of one size, used again. Belongs to the thread of its loop.
 *
 * <p>It keeps a limited number of free ones; what comes back beyond that is left to the garbage
 * collector, so that one burst does not hold memory for ever.
 */
public final class ChunkPool {
  private final int size;
  private final int keptAtMost;
  private final ArrayDeque<Chunk> free = new ArrayDeque<>();
  private long inUse;

  /**
   * Makes an empty pool.
   *
   * @param size of each chunk, in bytes
   * @param keptAtMost free chunks
   */
  public ChunkPool(int size, int keptAtMost) {
    this.size = size;
    this.keptAtMost = keptAtMost;
  }

  /** Of each chunk, in bytes. */
  int size() {
    return size;
  }

  /** One chunk, all of it to be written into, held once by the caller. */
  public Chunk take() {
    Chunk chunk = free.poll();
    inUse++;
    return (chunk == null ? new Chunk(this, size) : chunk).hold();
  }

  void giveBack(Chunk chunk) {
    inUse--;
    if (free.size() < keptAtMost) {
      chunk.bytes().clear(); // Its limit was its holder's.
      free.push(chunk);
    }
  }

  /** How many are held by somebody: 0 once all is sent and closed. */
  public long inUse() {
    return inUse;
  }
}
