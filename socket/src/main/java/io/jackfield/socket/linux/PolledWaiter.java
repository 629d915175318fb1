package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread, waiting in {@code ppoll(2)} on the descriptor and on an {@code eventfd(2)} of
 * its own, by which a close wakes it. Instances are kept for the next wait; at most {@link #KEPT}
 * lie idle, so that a burst of threads leaves no descriptors behind.
 */
final class PolledWaiter implements Waiter {
  private static final int KEPT = 32;

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

  /** Takes one for the calling thread; null if the process has no descriptor left for it. */
  static @Nullable PolledWaiter take(int direction) {
    PolledWaiter waiter = IDLE.poll();
    if (waiter == null) {
      int eventFd = eventFd();
      if (eventFd < 0) {
        return null;
      }
      waiter = new PolledWaiter(eventFd);
    }
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
    memory.set(JAVA_INT, SECOND_AT, eventFd);
    memory.set(JAVA_INT, SECOND_AT + EVENTS_AT, Abi.READABLE);
    for (; ; ) {
      long timespec = 0;
      if (deadlineNanos != Descriptor.FOR_EVER) {
        long left = Math.max(0, deadlineNanos - System.nanoTime());
        memory.set(JAVA_LONG, TIMESPEC_AT, left / NANOS_A_SECOND);
        memory.set(JAVA_LONG, TIMESPEC_AT + Long.BYTES, left % NANOS_A_SECOND);
        timespec = memory.address() + TIMESPEC_AT;
      }
      long ready = Syscall.call(callState, Abi.NR_PPOLL, memory.address(), 2, timespec, 0, 0, 0);
      if (ready == 0) {
        return false;
      }
      if (ready != -Abi.EINTR) {
        return true; // Also an error: the call that follows then meets and names it.
      }
    }
  }

  @Override
  public void wake() {
    woken = true;
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
