package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyDecoder;
import io.jackfield.protocol.proxy.ProxyHeader;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads what a proxy says before a connection's first byte, and waits for it. */
record ProxyReading(SocketCarrier carrier, Duration timeout) {
  private static final int ROOM_BYTES = 512;

  /**
   * Reads it; what had come behind it is what the carrier receives next.
   *
   * @param stop whether to give up where it is to be waited for
   * @return null if it was given up, or the proxy has gone without a word
   * @throws io.jackfield.protocol.proxy.ProxyProtocolException if it is no header
   */
  @Nullable ProxyHeader read(BooleanSupplier stop) throws IOException {
    var decoder = new ProxyDecoder();
    long deadline = System.nanoTime() + BaseServer.saturatedNanos(timeout);
    boolean begun = false;
    for (ByteBuffer some = ByteBuffer.allocate(ROOM_BYTES); ; begun = true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw tookTooLong(timeout);
      }
      carrier.waitAtMost(Duration.ofNanos(left));
      int count;
      try {
        count = carrier.receiveInto(some.clear(), stop);
      } catch (SocketTimeoutException e) {
        throw tookTooLong(timeout);
      }
      if (count < 0) {
        if (begun && !stop.getAsBoolean()) {
          throw cutOff();
        }
        return null;
      }
      ProxyHeader header = decoder.feed(some.flip());
      if (header != null) {
        carrier.begun(some);
        return header;
      }
    }
  }

  static IOException tookTooLong(Duration timeout) {
    return new SocketTimeoutException(
        "the proxy's header took longer than " + timeout.toMillis() + " ms");
  }

  static IOException cutOff() {
    return new EOFException("the connection ended within the proxy's header");
  }
}
