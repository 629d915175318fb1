package io.jackfield.reactor.driver;

import io.jackfield.socket.linux.Uring;
import io.jackfield.socket.linux.UringBuffers;
import io.jackfield.socket.linux.UringCompletions;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that the kernel receives into, each provided under its number. Where the kernel can,
 * it fills one piece by piece; with its last piece the number gets another chunk, or the same one
 * if nobody holds it.
 */
final class ReceiveRing {
  /** The most at a time: 16 MiB. It begins with few, and gets more when they were not enough. */
  static final int CHUNKS = 256;

  private static final int FIRST_CHUNKS = 16;

  private final UringBuffers buffers;
  private final ChunkPool pool = ReadyDriver.receiveChunks();
  private final @Nullable Chunk[] chunks = new Chunk[CHUNKS];

  /** How much of each is filled. */
  private final int[] filled = new int[CHUNKS];

  private int provided;

  /** How often the kernel had none left. */
  private int shortages;

  ReceiveRing(Uring ring) throws Uring.Refused {
    buffers = UringBuffers.register(ring, CHUNKS);
    provide(FIRST_CHUNKS);
    buffers.publish();
  }

  ChunkPool pool() {
    return pool;
  }

  private void provide(int more) {
    for (int end = Math.min(provided + more, CHUNKS); provided < end; provided++) {
      give(provided, pool.take());
    }
  }

  private void give(int id, Chunk chunk) {
    chunks[id] = chunk;
    filled[id] = 0;
    buffers.give(id, chunk.address(), chunk.size());
  }

  /**
   * There were not enough. Where there are as many as there can be, those that were filled are the
   * kernel's again, or others in their place, when all completions of this turn are told.
   */
  void more() {
    shortages++;
    provide(provided);
  }

  int shortages() {
    return shortages;
  }

  /** How many the kernel has at a time. */
  int provided() {
    return provided;
  }

  /** Whether the kernel fills them piece by piece. */
  boolean isIncremental() {
    return buffers.isIncremental();
  }

  /** Tells of the bytes of a completion. */
  void lend(UringCompletions completion, int length, Completions to) {
    int id = completion.buffer();
    boolean isFull = isFull(completion);
    int from = filled[id];
    filled[id] += length;
    Chunk chunk = at(id);
    try {
      to.received(chunk, from, from + length);
    } finally {
      if (isFull) {
        provideAgain(id, chunk);
      }
    }
  }

  /** The bytes of a completion are nobody's. */
  void skip(UringCompletions completion, int length) {
    int id = completion.buffer();
    filled[id] += length;
    if (isFull(completion)) {
      provideAgain(id, at(id));
    }
  }

  private boolean isFull(UringCompletions completion) {
    return !buffers.isIncremental() || !completion.isBufferStillUsed();
  }

  @SuppressWarnings("NullAway") // The kernel knows only numbers that were given one.
  private Chunk at(int id) {
    return chunks[id];
  }

  private void provideAgain(int id, Chunk chunk) {
    if (chunk.isHeldOnce()) {
      give(id, chunk);
    } else {
      chunk.release();
      give(id, pool.take());
    }
  }

  /** Lets the kernel see what was provided. */
  void publish() {
    buffers.publish();
  }
}
