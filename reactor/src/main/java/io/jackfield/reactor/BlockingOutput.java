package io.jackfield.reactor;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** A connection's bytes as they are sent. */
final class BlockingOutput extends OutputStream {
  private final BlockingStream stream;
  private final WritingCall call;

  BlockingOutput(BlockingStream stream, WritingCall call) {
    this.stream = stream;
    this.call = call;
  }

  WritingCall call() {
    return call;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    if (length > 0) {
      int _ = call.perform(from, offset, length);
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
