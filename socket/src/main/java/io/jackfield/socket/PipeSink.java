package io.jackfield.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/** The end of a {@link Pipe} to write to. It waits, and is woken, as a {@link Socket} is. */
public final class PipeSink extends DescriptorChannel implements WritableByteChannel {
  PipeSink(int number) {
    super(number);
  }

  /** As {@link Socket#timeout(Duration)}. */
  public PipeSink timeout(Duration timeout) {
    waitAtMost(timeout, Socket.NEVER);
    return this;
  }

  /**
   * Writes once, perhaps less than all; what has at most 4,096 bytes ({@code PIPE_BUF}) goes whole:
   * {@code write(2)}.
   *
   * @return how many bytes the pipe took, 0 where the call must not wait and it had no room
   * @throws BrokenPipeException if no source is open
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    return writeBytes(from);
  }

  /**
   * Receives from a stream socket into the pipe, at least one byte, inside the kernel: {@code
   * splice(2)}. Waits within this pipe end's time-out for bytes, and for room; an interrupt closes
   * the one that is waited for.
   *
   * @param count the most to move, in bytes; a pipe has room for 64 KiB by default
   * @return how many bytes; -1 at the stream's end; 0 for a count of 0, or where the call must not
   *     wait and would have to
   * @throws BrokenPipeException if no source is open
   */
  public long spliceFrom(Socket from, long count) throws IOException {
    return Splice.move(this, from, this, count);
  }
}
