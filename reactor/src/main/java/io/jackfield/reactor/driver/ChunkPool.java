package io.jackfield.reactor.driver;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of one size, used again. Belongs to the thread of its loop.
 *
 * <p>It keeps a limited number of free ones; what comes back beyond that is left to the garbage
 * collector, so that one burst does not hold memory for ever.
 */
public final class ChunkPool {
  /**
   * So long none is asked for anew where the JVM had no memory left: before it says so it looks for
   * some for half a second, in which a loop could serve those who have theirs.
   */
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final int size;
  private final int keptAtMost;
  private final ArrayDeque<Chunk> free = new ArrayDeque<>();
  private long inUse;

  /** Whether there was no memory for one, and when that was. */
  private boolean isShort;

  private long shortSince;

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

  /**
   * One chunk, all of it to be written into, held once by the caller.
   *
   * @throws OutOfMemoryError if there is none, and the JVM has no native memory for another
   */
  public Chunk take() {
    Chunk chunk = tryTake();
    if (chunk == null) {
      throw new OutOfMemoryError(
          "no native memory for another buffer of "
              + size
              + " bytes: -XX:MaxDirectMemorySize sets how much there is");
    }
    return chunk;
  }

  /** As {@link #take}; null if there is none, and no memory for another. */
  @Nullable Chunk tryTake() {
    Chunk kept = free.poll();
    Chunk chunk = kept == null ? make() : kept;
    if (chunk == null) {
      return null;
    }
    inUse++;
    return chunk.hold();
  }

  private @Nullable Chunk make() {
    if (isShort && System.nanoTime() - shortSince < PAUSE_NANOS) {
      return null;
    }
    try {
      Chunk made = new Chunk(this, size);
      isShort = false;
      return made;
    } catch (OutOfMemoryError e) {
      isShort = true;
      shortSince = System.nanoTime();
      return null;
    }
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
