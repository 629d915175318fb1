package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Descriptor;
import io.jackfield.socket.linux.FileCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file opened to be sent: {@link Socket#sendFile}, and on an event loop. One serves any number of
 * sockets at a time. Any thread; close waits for nobody.
 */
public final class OpenFile implements AutoCloseable {
  private final Descriptor descriptor;

  private OpenFile(int number) {
    descriptor = Descriptor.takeOver(number);
  }

  /**
   * Opens a file for reading: {@code open(2)}.
   *
   * @throws NoSuchFileException if there is none
   * @throws AccessDeniedException if this user may not read it
   * @throws FileSystemException for any other reason, which it names
   */
  public static OpenFile forReading(Path path) throws IOException {
    Abi.requireSupported();
    int number = FileCalls.openForReading(path);
    if (number >= 0) {
      return new OpenFile(number);
    }
    Errno errno = new Errno(-number);
    throw switch (errno.number()) {
      case Errno.ENOENT -> new NoSuchFileException(path.toString());
      case Errno.EACCES -> new AccessDeniedException(path.toString());
      default ->
          new FileSystemException(
              path.toString(), null, errno.meaning() + " (" + errno.symbol() + ")");
    };
  }

  /**
   * How long it is now, in bytes: {@code lseek(2)}.
   *
   * @throws ClosedChannelException if it is closed
   * @throws IOException if it has no length, as a pipe
   */
  public long size() throws IOException {
    try (Use use = use()) {
      return use.size();
    }
  }

  /**
   * Begins to use it: until the end of that it stays open, also if it is closed meanwhile.
   *
   * @throws ClosedChannelException if it is closed
   */
  public Use use() throws ClosedChannelException {
    enter();
    return new Use(this);
  }

  /** Somebody who needs the file. Any thread. */
  public static final class Use implements AutoCloseable {
    private final OpenFile file;
    private final AtomicBoolean over = new AtomicBoolean();

    private Use(OpenFile file) {
      this.file = file;
    }

    /** The descriptor, valid until this use is over. */
    public int descriptor() {
      return file.number();
    }

    /** As {@link OpenFile#size}. */
    public long size() throws IOException {
      return check("lseek", FileCalls.size(file.number()));
    }

    /**
     * Reads from {@code offset} on, at most 64 KiB and what {@code into} has room for: {@code
     * pread(2)}.
     *
     * @return how many bytes, -1 at the end of the file
     */
    public int read(ByteBuffer into, long offset) throws IOException {
      int count = (int) check("pread", FileCalls.readAt(file.number(), offset, into));
      return count == 0 && into.hasRemaining() ? -1 : count;
    }

    private static long check(String call, long result) throws IOException {
      if (result < 0) {
        throw new CallFailure(call, new Errno((int) -result), null, null).exception();
      }
      return result;
    }

    /**
     * The use is over, and the file closed if it was the last and {@link OpenFile#close} called.
     */
    @Override
    public void close() {
      if (over.compareAndSet(false, true)) {
        file.leave();
      }
    }
  }

  void enter() throws ClosedChannelException {
    if (!descriptor.enter()) {
      throw new ClosedChannelException();
    }
  }

  void leave() {
    descriptor.leave();
  }

  int number() {
    return descriptor.number();
  }

  /** Closes it; whoever {@linkplain #use uses} it still has it to the end. */
  @Override
  public void close() {
    descriptor.close();
  }
}
