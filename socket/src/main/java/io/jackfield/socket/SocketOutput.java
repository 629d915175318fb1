package io.jackfield.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A stream socket as an {@link OutputStream}: each write is one {@link Socket#sendAll}. */
final class SocketOutput extends OutputStream {
  private final Socket socket;

  SocketOutput(Socket socket) {
    this.socket = socket;
  }

  @Override
  public void write(int value) throws IOException {
    socket.sendAll(ByteBuffer.wrap(new byte[] {(byte) value}));
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    socket.sendAll(ByteBuffer.wrap(from, offset, length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
