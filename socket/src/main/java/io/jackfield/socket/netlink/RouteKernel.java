package io.jackfield.socket.netlink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Who answers requests: the kernel, or a test in its place. */
interface RouteKernel extends Closeable {
  /** Opens a way to it. */
  interface Opener {
    RouteKernel open() throws IOException;
  }

  void send(ByteBuffer request) throws IOException;

  /** The next datagram, whole; valid until the next call. */
  ByteBuffer receive() throws IOException;
}
