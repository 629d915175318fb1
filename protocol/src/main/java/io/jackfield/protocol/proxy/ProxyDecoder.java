package io.jackfield.protocol.proxy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of one connection, in either version, from bytes as they come. What is no header
 * is refused at the first byte that says so. For one thread at a time.
 */
public final class ProxyDecoder {
  /** How long a header of version 2 may be if nothing else is said; one of version 1 has 107. */
  public static final int DEFAULT_LIMIT_BYTES = 4_096;

  private final int limitBytes;
  private byte[] bytes = new byte[TextHeader.MAX_BYTES];
  private int count;
  private @Nullable ProxyHeader header;

  /** With the default limit. */
  public ProxyDecoder() {
    this(DEFAULT_LIMIT_BYTES);
  }

  /**
   * With another limit.
   *
   * @param limitBytes for version 2, all of it: 16 to 65,551
   */
  public ProxyDecoder(int limitBytes) {
    if (limitBytes < BinaryHeader.FIXED_BYTES || limitBytes > BinaryHeader.MAX_BYTES) {
      throw new IllegalArgumentException(
          "a header has %d to %d bytes, not %d"
              .formatted(BinaryHeader.FIXED_BYTES, BinaryHeader.MAX_BYTES, limitBytes));
    }
    this.limitBytes = limitBytes;
  }

  /**
   * Takes what belongs to the header, and leaves the rest.
   *
   * @return the header once it is whole; null while there must be more
   * @throws ProxyProtocolException if it is none
   * @throws IllegalStateException after that, and after it was whole
   */
  public @Nullable ProxyHeader feed(ByteBuffer data) throws ProxyProtocolException {
    if (header != null || count < 0) {
      throw new IllegalStateException("the header is over");
    }
    try {
      while (header == null && data.hasRemaining()) {
        take(data.get());
      }
    } catch (ProxyProtocolException e) {
      count = -1;
      throw e;
    }
    return header;
  }

  private void take(byte next) throws ProxyProtocolException {
    if (count == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(limitBytes, 4 * count));
    }
    bytes[count++] = next;
    if (bytes[0] == BinaryHeader.FIRST_BYTE) {
      header = BinaryHeader.decoded(bytes, count, limitBytes);
    } else {
      header = TextHeader.decoded(bytes, count);
    }
  }
}
