package io.jackfield.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;

/** The end of a {@link Pipe} to read from. It waits, and is woken, as a {@link Socket} is. */
public final class PipeSource extends DescriptorChannel implements ReadableByteChannel {
  PipeSource(int number) {
    super(number);
  }

  /** As {@link Socket#timeout(Duration)}. */
  public PipeSource timeout(Duration timeout) {
    waitAtMost(timeout, Socket.NEVER);
    return this;
  }

  /**
   * Reads what there is, at least one byte, at most what the buffer takes: {@code read(2)}.
   *
   * @return how many bytes; -1 once no sink is open; 0 for a full buffer, or where the call must
   *     not wait and nothing is there
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    return readBytes(into);
  }

  /**
   * Sends what there is to a connected stream socket, at least one byte, inside the kernel: {@code
   * splice(2)}. Waits within this pipe end's time-out for bytes, and for room; an interrupt closes
   * the one that is waited for.
   *
   * @param count the most to move, in bytes
   * @return how many bytes; -1 once no sink is open and nothing is left; 0 for a count of 0, or
   *     where the call must not wait and would have to
   * @throws BrokenPipeException if nobody receives any more
   */
  public long spliceTo(Socket to, long count) throws IOException {
    return Splice.move(this, this, to, count);
  }

  /** As {@link #spliceTo(Socket, long)}, into another pipe. */
  public long spliceTo(PipeSink to, long count) throws IOException {
    return Splice.move(this, this, to, count);
  }
}
