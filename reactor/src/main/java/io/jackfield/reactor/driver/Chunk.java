package io.jackfield.reactor.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A piece of native memory that bytes are received into and sent from, counted by its holders.
 *
 * <p>A driver lends one with each completion that brings bytes, for the time of the call; who needs
 * them longer {@linkplain #hold holds} it, and {@linkplain #release releases} it once. The last to
 * release gives it back to its pool, and what it holds then is another's. Belongs to the thread of
 * its loop.
 */
public final class Chunk {
  private final ChunkPool pool;

  // Kept: the buffer and the address lead into it.
  private final MemorySegment memory;
  private final long address;
  private final ByteBuffer bytes;
  private final ByteBuffer view;
  private int holders;

  /** Up to where messages to be sent were copied into it, one behind the other. */
  int filled;

  Chunk(ChunkPool pool, int size) {
    this.pool = pool;
    memory = Arena.ofAuto().allocate(size, Long.BYTES);
    address = memory.address();
    bytes = memory.asByteBuffer();
    view = bytes.asReadOnlyBuffer();
  }

  /** All of it, to write into; position and limit are the holder's to set. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Where it lies, for the kernel; valid while it is held. */
  public long address() {
    return address;
  }

  /** How many bytes it has room for. */
  public int size() {
    return bytes.capacity();
  }

  /** Some of its bytes to read; the same object each time, so an earlier view changes too. */
  public ByteBuffer view(int from, int to) {
    return view.limit(to).position(from);
  }

  /** Copies {@code length} of its bytes, from {@code from} on, to {@code at} in another. */
  void copy(int from, int length, Chunk to, int at) {
    MemorySegment.copy(memory, from, to.memory, at, length);
  }

  /** Where {@code part}, made from a {@link #view}, begins in here; -1 if it is of other memory. */
  public int offsetOf(ByteBuffer part) {
    if (isOurView(part)) {
      return view.position();
    }
    if (!part.isDirect()) {
      return -1;
    }
    long offset = MemorySegment.ofBuffer(part).address() - address;
    return offset >= 0 && offset + part.remaining() <= memory.byteSize() ? (int) offset : -1;
  }

  @SuppressWarnings("ReferenceEquality") // Equal bytes elsewhere are not these.
  private boolean isOurView(ByteBuffer part) {
    return part == view;
  }

  /** Makes the caller one more holder. */
  public Chunk hold() {
    holders++;
    return this;
  }

  /** Ends one holder's hold. */
  public void release() {
    holders--;
    if (holders == 0) {
      pool.giveBack(this);
    } else if (holders < 0) {
      throw new IllegalStateException("released more often than held");
    }
  }

  /** Whether the caller, one of its holders, is the only one. */
  public boolean isHeldOnce() {
    return holders == 1;
  }
}
