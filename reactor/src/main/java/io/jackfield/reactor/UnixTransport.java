package io.jackfield.reactor;

import io.jackfield.socket.option.PeerCredentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Our end of a Unix stream that passes open descriptors beside its bytes. A connection has one if
 * its {@link StreamOptions#controlBytes} is more than 0. For the loop's thread. Source: unix(7),
 * Twisted's {@code IUNIXTransport}.
 */
public interface UnixTransport extends Transport {
  /**
   * As {@link #write}, with descriptors beside the first of these bytes: they arrive together, and
   * after what was written before.
   *
   * @param data at least one byte
   * @param descriptors 1 to 253 numbers, which stay the caller's: copies of them are made at once,
   *     and closed when they are sent or the connection is lost
   * @throws IllegalArgumentException if either is empty, or there are too many
   * @throws IOException if one is not open, or no descriptor is left for the copies; nothing is
   *     taken then
   * @throws WriteLimitException as {@link #write}
   */
  void write(ByteBuffer data, List<Integer> descriptors) throws IOException;

  /** Who the peer was when it connected or listened: {@code SO_PEERCRED}. */
  PeerCredentials peerCredentials() throws IOException;
}
