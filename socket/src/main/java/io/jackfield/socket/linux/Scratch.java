package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for one system call: where errno is captured, an address, a small value, and room
 * for what a heap buffer sends or receives. Taken for the call, given back after it, never kept
 * while a thread waits; so there are about as many as threads that are in the kernel at once.
 *
 * <p>Goals, which compete: no allocation per call, no lock, little memory. The pool is an array of
 * slots probed from the thread's own number on; one that finds no free slot on its way back is left
 * to the garbage collector.
 */
final class Scratch {
  /** The largest datagram of IP, rounded up; a stream is moved in pieces of this size. */
  static final int DATA_BYTES = 65_536;

  /** Room for the ancillary data of a message: 253 descriptors (SCM_MAX_FD) and more. */
  static final int CONTROL_BYTES = 4_096;

  private static final int CALL_STATE_AT = 0;
  private static final int LENGTH_AT = 8;
  private static final int VALUE_AT = 16;
  private static final int ADDRESS_AT = 64;
  private static final int MESSAGE_AT = ADDRESS_AT + Sockaddr.MAX_BYTES;
  private static final int IOVEC_AT = MESSAGE_AT + 64;
  private static final int CONTROL_AT = IOVEC_AT + Msghdr.IOVEC_BYTES;
  private static final int BYTES = CONTROL_AT + CONTROL_BYTES;

  private static final int SLOTS = 64;
  private static final int PROBES = 4;

  // Process-wide, as the descriptor table is: its slots belong to no socket.
  private static final AtomicReferenceArray<@Nullable Scratch> POOL =
      new AtomicReferenceArray<>(SLOTS);

  final MemorySegment callState;

  /** {@code socklen_t}: 4 bytes, in and out. */
  final MemorySegment length;

  /** An option's value or another small structure: 48 bytes. */
  final MemorySegment value;

  /** {@code struct sockaddr_storage}. */
  final MemorySegment address;

  /** A {@link Msghdr}. */
  final MemorySegment message;

  /** Its one element of data. */
  final MemorySegment iovec;

  final MemorySegment control;
  private @Nullable MemorySegment data;

  private Scratch() {
    MemorySegment all = Arena.ofAuto().allocate(BYTES, 64);
    callState = all.asSlice(CALL_STATE_AT, Syscall.CALL_STATE);
    length = all.asSlice(LENGTH_AT, Integer.BYTES);
    value = all.asSlice(VALUE_AT, ADDRESS_AT - VALUE_AT);
    address = all.asSlice(ADDRESS_AT, Sockaddr.MAX_BYTES);
    message = all.asSlice(MESSAGE_AT, Msghdr.BYTES);
    iovec = all.asSlice(IOVEC_AT, Msghdr.IOVEC_BYTES);
    control = all.asSlice(CONTROL_AT, CONTROL_BYTES);
  }

  /** Takes one for the calling thread, until {@link #giveBack}. */
  static Scratch take() {
    int home = (int) Thread.currentThread().threadId();
    for (int i = 0; i < PROBES; i++) {
      Scratch free = POOL.getAndSet((home + i) & (SLOTS - 1), null);
      if (free != null) {
        return free;
      }
    }
    return new Scratch();
  }

  /** Also what keeps the memory reachable until the call is over. */
  void giveBack() {
    int home = (int) Thread.currentThread().threadId();
    for (int i = 0; i < PROBES; i++) {
      if (POOL.compareAndSet((home + i) & (SLOTS - 1), null, this)) {
        return;
      }
    }
  }

  /** {@link #DATA_BYTES} of room; made when first needed, since most calls need none. */
  MemorySegment data() {
    MemorySegment made = data;
    if (made == null) {
      made = Arena.ofAuto().allocate(DATA_BYTES, 64);
      data = made;
    }
    return made;
  }

  /** Makes a call whose pointers all lead into this scratch. */
  long call(int number, long a, long b, long c, long d, long e) {
    return Syscall.call(callState, number, a, b, c, d, e, 0);
  }

  void setLength(int bytes) {
    length.set(JAVA_INT, 0, bytes);
  }

  int length() {
    return length.get(JAVA_INT, 0);
  }
}
