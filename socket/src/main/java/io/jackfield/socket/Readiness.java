package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import java.util.stream.IntStream;

/**
 * What a {@link Multiplexer} found. Source: poll(2), epoll_ctl(2), select(2).
 *
 * <p>As select(2) has it, {@code readable} and {@code writable} mean that the call would not wait;
 * not that it would succeed. So an error or a hang-up makes a descriptor ready for what it was
 * asked for, and one branch for each direction is enough; the last three only say more, where
 * {@link Mechanism.Capability#CAUSES} is there.
 *
 * @param readable a read would not wait: bytes, a connection, the end, or an error
 * @param writable a write would not wait: room, the outcome of a connect, or an error
 * @param priority there is exceptional data
 * @param error an error waits to be fetched, or nobody reads a pipe any more
 * @param hangUp both halves are ended, or nobody writes to a pipe any more
 * @param peerClosed a stream's peer will send no more; told where {@code readable} was asked for
 */
public record Readiness(
    boolean readable,
    boolean writable,
    boolean priority,
    boolean error,
    boolean hangUp,
    boolean peerClosed) {
  private static final int ENDED = Abi.ERROR | Abi.HANG_UP;
  private static final int TO_READ = Abi.READABLE | Abi.PEER_CLOSED | ENDED;
  private static final int TO_WRITE = Abi.WRITABLE | ENDED;

  // Bits of an index into ALL.
  private static final int READABLE = 1;
  private static final int WRITABLE = 2;
  private static final int PRIORITY = 4;
  private static final int ERROR = 8;
  private static final int HANG_UP = 16;
  private static final int PEER_CLOSED = 32;

  /** All there can be, so that an event costs no allocation. */
  private static final Readiness[] ALL =
      IntStream.range(0, 64).mapToObj(Readiness::ofIndex).toArray(Readiness[]::new);

  private static Readiness ofIndex(int index) {
    return new Readiness(
        (index & READABLE) != 0,
        (index & WRITABLE) != 0,
        (index & PRIORITY) != 0,
        (index & ERROR) != 0,
        (index & HANG_UP) != 0,
        (index & PEER_CLOSED) != 0);
  }

  /** What the kernel's {@code events} mean to who asked for {@code interest}. */
  static Readiness of(int events, Interest interest) {
    return ALL[
        (interest.readable() && (events & TO_READ) != 0 ? READABLE : 0)
            | (interest.writable() && (events & TO_WRITE) != 0 ? WRITABLE : 0)
            | (interest.priority() && (events & Abi.PRIORITY) != 0 ? PRIORITY : 0)
            | ((events & Abi.ERROR) != 0 ? ERROR : 0)
            | ((events & Abi.HANG_UP) != 0 ? HANG_UP : 0)
            | ((events & Abi.PEER_CLOSED) != 0 ? PEER_CLOSED : 0)];
  }

  /** Whether there is anything to tell. */
  boolean isNothing() {
    return !(readable || writable || priority || error || hangUp || peerClosed);
  }
}
