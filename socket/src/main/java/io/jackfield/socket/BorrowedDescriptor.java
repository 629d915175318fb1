package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;

/**
 * An open file that stays somebody else's: waited for and read without being taken over.
 *
 * <p>It has a number of its own for the same open file ({@code fcntl(F_DUPFD_CLOEXEC)}), which its
 * {@link #close} closes. So the lender may close and reuse its number at any time, and what is
 * waited for here remains the file that was lent; in return that stays open, and its peer waits for
 * the end, until this is closed too.
 *
 * <p>The file's flags belong to all who have it open, as a terminal does to the shell and to every
 * program in it: so it is not made non-blocking, and there is nothing to restore. Instead each read
 * asks poll(2) first. That leaves one gap: if another thread or process reads the same file, and is
 * quicker, then the read waits for what comes next, and neither time-out nor close ends it.
 */
public final class BorrowedDescriptor extends DescriptorChannel implements ReadableByteChannel {
  private BorrowedDescriptor(int number) {
    super(number);
  }

  /**
   * Borrows the file behind an open descriptor of any kind.
   *
   * @throws TooManyOpenFilesException if no descriptor is left
   * @throws IOException if {@code number} is not open
   */
  public static BorrowedDescriptor of(int number) throws IOException {
    Abi.requireSupported();
    return new BorrowedDescriptor(opened("fcntl", DescriptorCalls.duplicate(number)));
  }

  /** As {@link Socket#timeout(Duration)}. */
  public BorrowedDescriptor timeout(Duration timeout) {
    waitAtMost(timeout, Socket.NEVER);
    return this;
  }

  /**
   * Reads what there is, at least one byte, at most what the buffer takes: {@code read(2)}. Of a
   * terminal that is a line, as a rule.
   *
   * @return how many bytes; -1 at the end; 0 for a full buffer, or where the call must not wait and
   *     nothing is there
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    return readBytes(into);
  }

  @Override
  int readNow(ByteBuffer into) {
    return DescriptorCalls.readIfReady(descriptor.number(), into);
  }
}
