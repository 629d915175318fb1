package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;

/**
 * {@code epoll(7)}: the kernel keeps the set, so that a wait costs what is ready, not what is
 * watched. Besides the events it takes {@link Abi#EPOLLET}, {@link Abi#EPOLLONESHOT} and {@link
 * Abi#EPOLLEXCLUSIVE}; it refuses regular files with {@code EPERM}.
 *
 * <p>An entry stands for an open file, not a number, and outlives {@code close(2)} while a copy of
 * the descriptor is open anywhere: so it has to be removed before.
 */
public final class Epoll implements ReadinessSet {
  /** The most events of one wait if nothing is said. */
  private static final int EVENTS = 512;

  private static final int GENERATION_SHIFT = 32;

  private final Descriptor epoll;
  private final MemorySegment callState = Arena.ofAuto().allocate(Syscall.CALL_STATE);
  private final MemorySegment timespec = Arena.ofAuto().allocate(Timespec.BYTES, Long.BYTES);
  private final MemorySegment events;

  /** The most events of one wait; the kernel reports the others first at the next. */
  private final int room;

  /** Whether the kernel (before 5.11) or a filter of system calls lacks {@code epoll_pwait2}. */
  private boolean millisOnly;

  /** Takes over what {@link #create} returned. */
  public Epoll(int number) {
    this(number, EVENTS, false);
  }

  /**
   * The same.
   *
   * @param room the most events of one wait
   */
  Epoll(int number, int room, boolean millisOnly) {
    this.epoll = Descriptor.takeOver(number);
    this.room = room;
    this.events = Arena.ofAuto().allocate((long) room * Abi.EPOLL_EVENT_BYTES, Long.BYTES);
    this.millisOnly = millisOnly;
  }

  /** Readable while an event is there that no wait has told. */
  Descriptor descriptor() {
    return epoll;
  }

  /** {@code epoll_create1(2)}; returns the new descriptor. */
  public static int create() {
    Scratch scratch = Scratch.take();
    try {
      return (int) scratch.call(Abi.NR_EPOLL_CREATE1, Abi.EPOLL_CLOEXEC, 0, 0, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  @Override
  public int add(int number, int eventBits, int generation) {
    return control(Abi.EPOLL_CTL_ADD, number, eventBits, generation);
  }

  @Override
  public int change(int number, int eventBits, int generation) {
    return control(Abi.EPOLL_CTL_MOD, number, eventBits, generation);
  }

  @Override
  public int remove(int number) {
    return control(Abi.EPOLL_CTL_DEL, number, 0, 0);
  }

  @Override
  public boolean anyThreadRemoves() {
    return true;
  }

  private int control(int operation, int number, int eventBits, int generation) {
    if (!epoll.enter()) {
      return -Abi.EBADF;
    }
    Scratch scratch = Scratch.take();
    try {
      scratch.value.set(JAVA_INT, 0, eventBits);
      scratch.value.set(
          JAVA_LONG_UNALIGNED,
          Abi.EPOLL_DATA_OFFSET,
          (long) generation << GENERATION_SHIFT | number);
      return (int)
          scratch.call(
              Abi.NR_EPOLL_CTL, epoll.number(), operation, number, scratch.value.address(), 0);
    } finally {
      scratch.giveBack();
      epoll.leave();
    }
  }

  @Override
  public int await(long timeoutNanos, ReadyBatch ready) {
    ready.clear();
    if (!epoll.enter()) {
      return -Abi.EBADF;
    }
    int found;
    try {
      found = millisOnly ? awaitMillis(timeoutNanos) : awaitNanos(timeoutNanos);
      if (!millisOnly && (found == -Abi.ENOSYS || found == -Abi.EPERM)) {
        millisOnly = true;
        found = awaitMillis(timeoutNanos);
      }
    } finally {
      epoll.leave();
      Reference.reachabilityFence(this);
    }
    for (int i = 0; i < found; i++) {
      long at = (long) i * Abi.EPOLL_EVENT_BYTES;
      long data = events.get(JAVA_LONG_UNALIGNED, at + Abi.EPOLL_DATA_OFFSET);
      ready.add((int) data, (int) (data >>> GENERATION_SHIFT), events.get(JAVA_INT, at));
    }
    return found;
  }

  private int awaitNanos(long timeoutNanos) {
    long limit = Timespec.write(timeoutNanos, timespec, 0);
    return (int)
        Syscall.call(
            callState, Abi.NR_EPOLL_PWAIT2, epoll.number(), events.address(), room, limit, 0, 0);
  }

  private int awaitMillis(long timeoutNanos) {
    return (int)
        Syscall.call(
            callState,
            Abi.NR_EPOLL_PWAIT,
            epoll.number(),
            events.address(),
            room,
            millisRoundedUp(timeoutNanos),
            0,
            0);
  }

  /** Up, so that it never ends early; what is longer than 24 days is waited for in parts. */
  static int millisRoundedUp(long nanos) {
    if (nanos == Descriptor.FOR_EVER) {
      return -1;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    boolean exact = TimeUnit.MILLISECONDS.toNanos(millis) == nanos;
    return (int) Math.min(exact ? millis : millis + 1, Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    epoll.close();
  }
}
