package io.jackfield.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Handlers for tests. */
final class Handlers {
  private Handlers() {}

  static final class Echo extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
        out().write(chunk.array(), chunk.arrayOffset(), chunk.remaining());
      }
    }
  }

  static final class LineEcho extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      for (byte[] line; (line = in().readLine(100)) != null; ) {
        out().write(line);
      }
    }
  }

  static final class Throwing extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      in().readChunk();
      throw new IllegalStateException("as it was told to");
    }
  }

  static final class DatagramEcho extends DatagramRequestHandler {
    @Override
    protected void handle() throws IOException {
      out().write(data());
    }
  }
}
