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
  /**
   * Where a chunk is filled piece by piece so many are enough for all that little messages bring in
   * a turn. Of large ones few at a time stay in the processor's cache until they are sent on: 64
   * KiB there and back cost a seventh less than with sixteen and more.
   */
  private static final int FEW_CHUNKS = 4;

  /**
   * A chunk that is filled piece by piece has so many bytes more, where the kernel can leave as few
   * of them empty: its end cuts no little message, and one of 64 KiB that comes in two parts fits.
   */
  static final int SPARE_BYTES = 4_096;

  /** Elsewhere each receive takes one: it begins with these, and gets more when they are out. */
  private static final int FIRST_CHUNKS = 16;

  private static final int MOST_CHUNKS = 256;

  /** The most receives at a time, however little they bring. */
  private static final int MOST_RECEIVES = 64;

  private final UringBuffers buffers;
  private final ChunkPool pool;
  private final @Nullable Chunk[] chunks = new Chunk[MOST_CHUNKS];

  /** How much of each is filled. */
  private final int[] filled = new int[MOST_CHUNKS];

  private int provided;

  /** Numbers that got no other chunk, for want of memory. */
  private final int[] bare = new int[MOST_CHUNKS];

  private int bareCount;

  /** What a receive brought last, in bytes. */
  private int lastLength = 1;

  /** How often the kernel had none left. */
  private int shortages;

  ReceiveRing(Uring ring) throws Uring.Refused {
    buffers = UringBuffers.register(ring, MOST_CHUNKS, SPARE_BYTES + 1);
    pool = ReadyDriver.receiveChunks(leastLeft() > 0 ? SPARE_BYTES : 0);
    provide(isIncremental() ? FEW_CHUNKS : FIRST_CHUNKS);
    if (isOut()) {
      throw new OutOfMemoryError("no native memory to receive into");
    }
    buffers.publish();
  }

  ChunkPool pool() {
    return pool;
  }

  private void provide(int more) {
    for (int end = Math.min(provided + more, MOST_CHUNKS); provided < end; provided++) {
      giveOrLeave(provided, pool.tryTake());
    }
  }

  private void giveOrLeave(int id, @Nullable Chunk chunk) {
    if (chunk == null) {
      chunks[id] = null;
      bare[bareCount++] = id;
    } else {
      give(id, chunk);
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
  void ranOut() {
    shortages++;
    if (!isIncremental()) {
      provide(provided);
    }
  }

  /**
   * For how many receives there is room in the next turn, if each brings as much as the last did:
   * where more are asked for, the kernel tries all and most in vain.
   */
  int room() {
    int there = provided - bareCount;
    return isIncremental() && there > 0
        ? Math.clamp(there * (long) pool.size() / lastLength, FEW_CHUNKS, MOST_RECEIVES)
        : there;
  }

  /** Whether the kernel has fewer than it had, for want of memory. */
  boolean isShort() {
    return bareCount > 0;
  }

  /** Whether it has none at all. */
  boolean isOut() {
    return bareCount == provided;
  }

  /** Tries again to provide what there was no memory for. */
  void refill() {
    int before = bareCount;
    for (Chunk next; bareCount > 0 && (next = pool.tryTake()) != null; ) {
      give(bare[--bareCount], next);
    }
    if (bareCount < before) {
      publish();
    }
  }

  int shortages() {
    return shortages;
  }

  /** How many the kernel has at a time. */
  int provided() {
    return provided;
  }

  /** Whether it has as many as it ever gets. */
  boolean isAtMost() {
    return isIncremental() || provided == MOST_CHUNKS;
  }

  /** Whether the kernel fills them piece by piece. */
  boolean isIncremental() {
    return buffers.isIncremental();
  }

  /** A chunk of which less is left takes no more, in bytes; 0 where each is filled to its end. */
  int leastLeft() {
    return buffers.leastLeft();
  }

  /** Tells of the bytes of a completion. */
  void lend(UringCompletions completion, int length, Completions to) {
    lastLength = length;
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

  /** Whether a completion has the last bytes of a chunk that is filled piece by piece. */
  boolean endsChunk(UringCompletions completion) {
    return isIncremental() && isFull(completion);
  }

  /** Copies the bytes of a completion to {@code at} in a chunk of somebody else's. */
  void move(UringCompletions completion, int length, Chunk to, int at) {
    int id = completion.buffer();
    at(id).copy(filled[id], length, to, at);
    skip(completion, length);
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
    return !isIncremental() || !completion.isBufferStillUsed();
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
      giveOrLeave(id, pool.tryTake());
    }
  }

  /** Lets the kernel see what was provided. */
  void publish() {
    buffers.publish();
  }
}
