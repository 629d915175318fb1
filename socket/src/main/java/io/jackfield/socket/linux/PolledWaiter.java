package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A platform thread, waiting in {@code ppoll(2)} on the descriptor and on an {@code eventfd(2)} of
 * its own, by which a close wakes it. Instances are kept for the next wait; at most {@link #KEPT}
 * lie idle, so that a burst of threads leaves no descriptors behind. Where no descriptor is left
 * for an eventfd it waits in slices and looks in between.
 */
final class PolledWaiter implements Waiter {
  private static final int KEPT = 32;

  /** The eventfd of a waiter that has none. */
  private static final int NONE = -1;

  private static final long BLIND_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  // Process-wide, as the descriptor table is.
  private static final ArrayBlockingQueue<PolledWaiter> IDLE = new ArrayBlockingQueue<>(KEPT);

  // struct pollfd { int fd; short events; short revents; } twice, then a struct timespec.
  private static final int EVENTS_AT = 4;
  private static final int SECOND_AT = 8;
  private static final int TIMESPEC_AT = 16;
  private static final int VALUE_AT = 32;
  private static final int BYTES = 40;
  private static final long NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final MemorySegment callState;
  private final MemorySegment memory;
  private final int eventFd;
  private int direction;
  private volatile boolean woken;

  private PolledWaiter(int eventFd) {
    this.eventFd = eventFd;
    callState = Arena.ofAuto().allocate(Syscall.CALL_STATE);
    memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);
  }

  /** Takes one for the calling thread. */
  static PolledWaiter take(int direction) {
    PolledWaiter idle = IDLE.poll();
    PolledWaiter waiter = idle != null ? idle : new PolledWaiter(Math.max(eventFd(), NONE));
    waiter.direction = direction;
    return waiter;
  }

  private static int eventFd() {
    Scratch scratch = Scratch.take();
    try {
      return (int) scratch.call(Abi.NR_EVENTFD2, 0, Abi.EFD_CLOEXEC | Abi.EFD_NONBLOCK, 0, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  @Override
  public boolean await(int fd, long deadlineNanos) {
    memory.set(JAVA_INT, 0, fd);
    memory.set(JAVA_INT, EVENTS_AT, direction); // revents, the upper half, becomes 0.
    memory.set(JAVA_INT, SECOND_AT, eventFd); // A negative one is passed over.
    memory.set(JAVA_INT, SECOND_AT + EVENTS_AT, Abi.READABLE);
    while (!woken) {
      long left =
          deadlineNanos == Descriptor.FOR_EVER
              ? Descriptor.FOR_EVER
              : Math.max(0, deadlineNanos - System.nanoTime());
      long slice = eventFd == NONE ? Math.min(left, BLIND_SLICE_NANOS) : left;
      long ready = poll(slice);
      if (ready == 0 && slice == left) {
        return false;
      }
      if (ready != 0 && ready != -Abi.EINTR) {
        return true; // Also an error: the call that follows then meets and names it.
      }
    }
    return true;
  }

  private long poll(long nanos) {
    long timespec = 0;
    if (nanos != Descriptor.FOR_EVER) {
      memory.set(JAVA_LONG, TIMESPEC_AT, nanos / NANOS_A_SECOND);
      memory.set(JAVA_LONG, TIMESPEC_AT + Long.BYTES, nanos % NANOS_A_SECOND);
      timespec = memory.address() + TIMESPEC_AT;
    }
    return Syscall.call(callState, Abi.NR_PPOLL, memory.address(), 2, timespec, 0, 0, 0);
  }

  @Override
  public void wake() {
    woken = true;
    if (eventFd == NONE) {
      return;
    }
    Scratch scratch = Scratch.take();
    try {
      scratch.value.set(JAVA_LONG, 0, 1);
      scratch.call(Abi.NR_WRITE, eventFd, scratch.value.address(), Long.BYTES, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  @Override
  public void done() {
    if (eventFd == NONE) {
      return;
    }
    if (woken) {
      Syscall.call(
          callState, Abi.NR_READ, eventFd, memory.address() + VALUE_AT, Long.BYTES, 0, 0, 0);
      woken = false;
    }
    if (!IDLE.offer(this)) {
      SocketCalls.close(eventFd);
    }
  }
}
