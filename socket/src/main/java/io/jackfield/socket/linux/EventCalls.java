package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * Descriptors that count: {@code eventfd(2)}, {@code timerfd_create(2)}, {@code signalfd(2)}. As
 * {@link SocketCalls}: never waiting, a result of 0 or more or a negated errno.
 */
public final class EventCalls {
  // struct itimerspec { struct timespec it_interval, it_value; }
  private static final int INTERVAL_AT = 0;
  private static final int VALUE_AT = Timespec.BYTES;

  /** {@code sizeof(sigset_t)} of the kernel: signals 1 to 64. */
  private static final int SIGNAL_SET_BYTES = 8;

  private EventCalls() {}

  /**
   * {@code eventfd2(2)}; returns the new descriptor.
   *
   * @param initial the first count, of 32 bits
   * @param semaphore whether a read takes 1, not all
   */
  public static int eventFd(int initial, boolean semaphore) {
    int flags = Abi.EFD_CLOEXEC | Abi.EFD_NONBLOCK | (semaphore ? Abi.EFD_SEMAPHORE : 0);
    return plain(Abi.NR_EVENTFD2, initial, flags);
  }

  /** {@code write(2)} of an eventfd: adds to its count. */
  public static int add(int fd, long count) {
    Scratch scratch = Scratch.take();
    try {
      scratch.value.set(JAVA_LONG, 0, count);
      return (int) scratch.call(Abi.NR_WRITE, fd, scratch.value.address(), Long.BYTES, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * {@code read(2)} of an eventfd or timerfd: takes its count.
   *
   * @param count written at index 0, 64 bits without a sign
   */
  public static int take(int fd, long[] count) {
    Scratch scratch = Scratch.take();
    try {
      int result = (int) scratch.call(Abi.NR_READ, fd, scratch.value.address(), Long.BYTES, 0, 0);
      if (result >= 0) {
        count[0] = scratch.value.get(JAVA_LONG, 0);
      }
      return result;
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code timerfd_create(2)} on the monotonic clock; returns the new descriptor. */
  public static int timerFd() {
    // TFD_CLOEXEC and TFD_NONBLOCK are O_CLOEXEC and O_NONBLOCK.
    return plain(Abi.NR_TIMERFD_CREATE, Abi.CLOCK_MONOTONIC, Abi.O_CLOEXEC | Abi.O_NONBLOCK);
  }

  private static int plain(int number, long a, long b) {
    Scratch scratch = Scratch.take();
    try {
      return (int) scratch.call(number, a, b, 0, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * {@code timerfd_settime(2)}, from now.
   *
   * @param firstNanos until the first expiration; 0 disarms
   * @param periodNanos between the others; 0 for none
   */
  public static int setTimer(int fd, long firstNanos, long periodNanos) {
    Scratch scratch = Scratch.take();
    try {
      MemorySegment memory = scratch.value;
      Timespec.write(periodNanos, memory, INTERVAL_AT);
      Timespec.write(firstNanos, memory, VALUE_AT);
      return (int) scratch.call(Abi.NR_TIMERFD_SETTIME, fd, 0, memory.address(), 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * {@code timerfd_gettime(2)}.
   *
   * @param left seconds and nanoseconds until the next expiration, 0 and 0 for a disarmed timer
   */
  public static int timeLeft(int fd, long[] left) {
    Scratch scratch = Scratch.take();
    try {
      int result = (int) scratch.call(Abi.NR_TIMERFD_GETTIME, fd, scratch.value.address(), 0, 0, 0);
      if (result >= 0) {
        left[0] = scratch.value.get(JAVA_LONG, VALUE_AT);
        left[1] = scratch.value.get(JAVA_LONG, VALUE_AT + Long.BYTES);
      }
      return result;
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code signalfd4(2)}; bit n - 1 of {@code signals} stands for signal n. */
  public static int signalFd(long signals) {
    Scratch scratch = Scratch.take();
    try {
      scratch.value.set(JAVA_LONG, 0, signals);
      // SFD_CLOEXEC and SFD_NONBLOCK are O_CLOEXEC and O_NONBLOCK.
      return (int)
          scratch.call(
              Abi.NR_SIGNALFD4,
              -1,
              scratch.value.address(),
              SIGNAL_SET_BYTES,
              Abi.O_CLOEXEC | Abi.O_NONBLOCK,
              0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code rt_sigprocmask(SIG_BLOCK)}: holds signals back from the calling thread. */
  public static int blockSignals(long signals) {
    Scratch scratch = Scratch.take();
    try {
      scratch.value.set(JAVA_LONG, 0, signals);
      return (int)
          scratch.call(
              Abi.NR_RT_SIGPROCMASK,
              Abi.SIG_BLOCK,
              scratch.value.address(),
              0,
              SIGNAL_SET_BYTES,
              0);
    } finally {
      scratch.giveBack();
    }
  }
}
