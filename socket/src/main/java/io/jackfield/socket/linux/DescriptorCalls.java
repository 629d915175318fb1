package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Calls on descriptors that need not be sockets. As {@link SocketCalls}: never waiting, a result of
 * 0 or more or a negated errno.
 */
public final class DescriptorCalls {
  // struct pollfd { int fd; short events; short revents; }, then a struct timespec of 0
  private static final int EVENTS_AT = 4;
  private static final int ANSWER_AT = 6;
  private static final int TIMESPEC_AT = 8;

  private DescriptorCalls() {}

  /** {@code pipe2(2)}: writes the end to read from, then the one to write to. */
  public static int pipe(int[] ends) {
    Scratch scratch = Scratch.take();
    try {
      long room = scratch.value.address();
      int result = (int) scratch.call(Abi.NR_PIPE2, room, Abi.O_CLOEXEC | Abi.O_NONBLOCK, 0, 0, 0);
      ends[0] = scratch.value.get(JAVA_INT, 0);
      ends[1] = scratch.value.get(JAVA_INT, Integer.BYTES);
      return result;
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * {@code fcntl(F_SETPIPE_SZ)}: how many bytes a pipe has room for from now on, at least {@code
   * bytes}; {@code -EPERM} where that is more than this user may have.
   */
  public static int pipeBytes(int fd, int bytes) {
    return control(fd, Abi.F_SETPIPE_SZ, bytes);
  }

  /** {@code fcntl(F_GETPIPE_SZ)}: how many bytes a pipe has room for. */
  public static int pipeBytes(int fd) {
    return control(fd, Abi.F_GETPIPE_SZ, 0);
  }

  private static int control(int fd, int command, int value) {
    Scratch scratch = Scratch.take();
    try {
      return (int) scratch.call(Abi.NR_FCNTL, fd, command, value, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code fcntl(F_DUPFD_CLOEXEC)}: another number, above the standard ones, for the same file. */
  public static int duplicate(int fd) {
    return control(fd, Abi.F_DUPFD_CLOEXEC, 3);
  }

  /** {@code RLIMIT_NOFILE}: how many this process may have; {@link Integer#MAX_VALUE} at most. */
  public static int most() {
    Scratch scratch = Scratch.take();
    try {
      long room = scratch.value.address();
      int result = (int) scratch.call(Abi.NR_PRLIMIT64, 0, Abi.RLIMIT_NOFILE, 0, room, 0);
      long soft = scratch.value.get(JAVA_LONG, 0);
      return result < 0
          ? result
          : soft < 0 ? Integer.MAX_VALUE : (int) Math.min(soft, Integer.MAX_VALUE);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code read(2)} into the buffer, whose position moves on; a heap buffer takes 64 KiB. */
  public static int read(int fd, ByteBuffer into) {
    Scratch scratch = Scratch.take();
    try {
      boolean direct = into.isDirect();
      int room = direct ? into.remaining() : Math.min(into.remaining(), Scratch.DATA_BYTES);
      MemorySegment bytes = direct ? MemorySegment.ofBuffer(into) : scratch.data().asSlice(0, room);
      int count = transfer(scratch, Abi.NR_READ, fd, bytes);
      if (count > 0) {
        if (!direct) {
          MemorySegment.copy(scratch.data(), 0, MemorySegment.ofBuffer(into), 0, count);
        }
        into.position(into.position() + count);
      }
      return count;
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code write(2)} from the buffer, whose position moves on; a heap buffer gives 64 KiB. */
  public static int write(int fd, ByteBuffer from) {
    Scratch scratch = Scratch.take();
    try {
      MemorySegment bytes = MemorySegment.ofBuffer(from);
      if (!from.isDirect()) {
        int count = Math.min(from.remaining(), Scratch.DATA_BYTES);
        MemorySegment.copy(bytes, 0, scratch.data(), 0, count);
        bytes = scratch.data().asSlice(0, count);
      }
      int count = transfer(scratch, Abi.NR_WRITE, fd, bytes);
      if (count > 0) {
        from.position(from.position() + count);
      }
      return count;
    } finally {
      scratch.giveBack();
    }
  }

  private static int transfer(Scratch scratch, int number, int fd, MemorySegment bytes) {
    return (int) Syscall.transfer(scratch.callState, number, fd, bytes, 0, 0, 0);
  }

  /**
   * As {@link #read}, of a descriptor that may be a blocking one: {@code poll(2)} is asked first.
   * It blocks nevertheless if another reader is quicker between the two.
   */
  public static int readIfReady(int fd, ByteBuffer into) {
    int ready = poll(fd, Abi.READABLE);
    return ready < 0 ? ready : ready == 0 ? -Abi.EAGAIN : read(fd, into);
  }

  /** {@code ppoll(2)} without waiting: which of {@code events} are there, 0 for none. */
  public static int poll(int fd, int events) {
    Scratch scratch = Scratch.take();
    try {
      MemorySegment memory = scratch.value;
      memory.set(JAVA_INT, 0, fd);
      memory.set(JAVA_INT, EVENTS_AT, events); // The answer, the upper half, becomes 0.
      memory.set(JAVA_LONG, TIMESPEC_AT, 0);
      memory.set(JAVA_LONG, TIMESPEC_AT + Long.BYTES, 0);
      long at = memory.address();
      int count = (int) scratch.call(Abi.NR_PPOLL, at, 1, at + TIMESPEC_AT, 0, 0);
      return count > 0 ? memory.get(JAVA_SHORT, ANSWER_AT) : count;
    } finally {
      scratch.giveBack();
    }
  }
}
