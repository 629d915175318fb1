package io.jackfield.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;

/** A {@link TlsStream} to read from. */
final class TlsInput extends InputStream {
  private final TlsStream stream;

  TlsInput(TlsStream stream) {
    this.stream = stream;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    int count = stream.read(ByteBuffer.wrap(into, offset, length));
    if (count == 0) {
      throw new IllegalBlockingModeException();
    }
    return count;
  }

  @Override
  public int available() {
    return stream.arrivedBytes();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
