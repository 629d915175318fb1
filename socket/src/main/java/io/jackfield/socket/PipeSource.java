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
}
