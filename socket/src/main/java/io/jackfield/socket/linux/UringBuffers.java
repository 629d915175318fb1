package io.jackfield.socket.linux;

import static io.jackfield.socket.linux.UringAbi.BUF_BYTES;
import static io.jackfield.socket.linux.UringAbi.BUF_ID_AT;
import static io.jackfield.socket.linux.UringAbi.BUF_LENGTH_AT;
import static io.jackfield.socket.linux.UringAbi.BUF_RING_TAIL_AT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Buffers that the kernel receives into, provided before they are needed: a ring of addresses
 * shared with it. Source: io_uring_register(2), {@code IORING_REGISTER_PBUF_RING}.
 */
public final class UringBuffers {
  /** The largest of a page there is, on aarch64: the ring has to begin with one. */
  private static final int PAGE = 65_536;

  private final MemorySegment memory;
  private final int entries;
  private final boolean incremental;
  private final int leastLeft;
  private int tail;
  private int published;

  private UringBuffers(int entries, boolean incremental, int leastLeft) {
    this.entries = entries;
    this.incremental = incremental;
    this.leastLeft = leastLeft;
    memory = Arena.ofAuto().allocate((long) entries * BUF_BYTES, PAGE);
  }

  /**
   * Registers an empty ring; where the kernel and the ring's level can, it will fill its buffers
   * piece by piece.
   *
   * @param entries the most buffers at a time, a power of two up to 32,768
   * @param leastLeft a buffer of which less is left takes no more, in bytes; where that can be had
   */
  public static UringBuffers register(Uring ring, int entries, int leastLeft) throws Uring.Refused {
    // An operation of 6.15: what it is does not matter.
    boolean keepsOrder =
        ring.level().has(UringLevel.LINUX_6_15) && ring.knows(UringAbi.OP_WRITEV_FIXED);
    boolean leaves = keepsOrder && ring.level().has(UringLevel.LINUX_7_1);
    var buffers = new UringBuffers(entries, keepsOrder, leaves ? leastLeft : 0);
    int result = ring.register(buffers);
    while (result == -Abi.EINVAL && buffers.incremental) {
      buffers = new UringBuffers(entries, buffers.leastLeft > 0, 0); // Asks for less.
      result = ring.register(buffers);
    }
    if (result < 0) {
      throw new Uring.Refused("io_uring_register", -result);
    }
    return buffers;
  }

  long address() {
    return memory.address();
  }

  /** The most buffers at a time. */
  public int entries() {
    return entries;
  }

  /** Whether one buffer takes several receives' bytes, each after the one before. */
  public boolean isIncremental() {
    return incremental;
  }

  /** A buffer of which less is left takes no more, in bytes; 0 where each is filled to its end. */
  public int leastLeft() {
    return leastLeft;
  }

  /** Provides a buffer under a name below 65,536; the caller keeps its memory alive. */
  public void give(int id, long address, int length) {
    long at = memory.address() + (long) (tail++ & (entries - 1)) * BUF_BYTES;
    NativeMemory.putLong(at, address);
    NativeMemory.putInt(at + BUF_LENGTH_AT, length);
    NativeMemory.putShort(at + BUF_ID_AT, id); // What follows is the tail, in the first one.
  }

  /** Lets the kernel see what was given since. */
  public void publish() {
    if (tail != published) {
      published = tail;
      NativeMemory.putShortRelease(memory.address() + BUF_RING_TAIL_AT, tail);
    }
  }
}
