package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Calls on files. As {@link SocketCalls}: a result of 0 or more, or a negated errno. */
public final class FileCalls {
  /** The most one {@code sendfile(2)} is asked for: the kernel itself stops at 2 GiB. */
  public static final int MOST_SENT = 1 << 30;

  /** {@code rw-rw-rw-}, of which the umask takes away. */
  private static final int NEW_FILE_MODE = 0666;

  /** {@code SEEK_END} of {@code lseek(2)}. */
  private static final int SEEK_END = 2;

  private FileCalls() {}

  /** {@code openat(2)} for reading; returns the new descriptor. */
  public static int openForReading(Path path) {
    return open(path, Abi.O_RDONLY);
  }

  /**
   * {@code openat(2)} without waiting: also of a FIFO whose other end nobody has opened. A terminal
   * does not become this process's own. Returns the new descriptor.
   *
   * @param create whether a file that is not there is made, for all that the umask allows
   * @param append whether each write goes to the end; else what a file held is gone, unless it is
   *     read too
   */
  public static int open(Path path, boolean read, boolean write, boolean create, boolean append) {
    int way = read && write ? Abi.O_RDWR : write ? Abi.O_WRONLY : Abi.O_RDONLY;
    int flags = way | Abi.O_NONBLOCK | Abi.O_NOCTTY | (create ? Abi.O_CREAT : 0);
    int kept = append ? Abi.O_APPEND : write && !read ? Abi.O_TRUNC : 0;
    return open(path, flags | kept);
  }

  private static int open(Path path, int flags) {
    byte[] bytes = UnixSockaddr.bytes(path);
    Scratch scratch = Scratch.take();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(bytes.length + 1L);
      MemorySegment.copy(bytes, 0, name, JAVA_BYTE, 0, bytes.length);
      return (int)
          scratch.call(
              Abi.NR_OPENAT, Abi.AT_FDCWD, name.address(), flags | Abi.O_CLOEXEC, NEW_FILE_MODE, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code sendfile(2)}; returns how many bytes were sent, 0 at the file's end. */
  public static int sendFile(int to, int from, long offset, int count) {
    Scratch scratch = Scratch.take();
    try {
      scratch.value.set(JAVA_LONG, 0, offset);
      return (int) scratch.call(Abi.NR_SENDFILE, to, from, scratch.value.address(), count, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code pread(2)}, of at most 64 KiB; returns how many bytes were read, 0 at the file's end. */
  public static int readAt(int number, long offset, ByteBuffer into) {
    Scratch scratch = Scratch.take();
    try {
      int room = Math.min(into.remaining(), Scratch.DATA_BYTES);
      int count =
          (int) scratch.call(Abi.NR_PREAD64, number, scratch.data().address(), room, offset, 0);
      if (count > 0) {
        MemorySegment.copy(scratch.data(), 0, MemorySegment.ofBuffer(into), 0, count);
        into.position(into.position() + count);
      }
      return count;
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * How long a file is, in bytes: {@code lseek(2)} to its end, which nobody minds who reads at
   * places that he names.
   */
  public static long size(int number) {
    Scratch scratch = Scratch.take();
    try {
      return scratch.call(Abi.NR_LSEEK, number, 0, SEEK_END, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * {@code splice(2)} without waiting; one of the two is a pipe. Returns how many bytes were moved,
   * 0 at the source's end.
   */
  public static int splice(int from, int to, int count) {
    Scratch scratch = Scratch.take();
    try {
      return (int)
          Syscall.call(
              scratch.callState, Abi.NR_SPLICE, from, 0, to, 0, count, Abi.SPLICE_F_NONBLOCK);
    } finally {
      scratch.giveBack();
    }
  }
}
