package io.jackfield.reactor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** A connection's bytes as they arrive. */
final class BlockingInput extends InputStream {
  private final BlockingStream stream;
  private final ReadingCall call;

  BlockingInput(BlockingStream stream, ReadingCall call) {
    this.stream = stream;
    this.call = call;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    return length == 0 ? 0 : call.perform(to, offset, length);
  }

  /**
   * As the JDK says. To another connection of the same loop the bytes go without a copy, and
   * without the handler being woken for each of them.
   */
  @Override
  public long transferTo(OutputStream out) throws IOException {
    return out instanceof BlockingOutput other && other.call().isOnLoopOf(call)
        ? call.passTo(other.call().connection)
        : super.transferTo(out);
  }

  @Override
  public int available() {
    return stream.available();
  }

  @Override
  public void close() {
    stream.close();
  }
}
