package io.jackfield.socket.netlink;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes at the end of a message: {@code struct rtattr} (16 bits of length with the header,
 * 16 of type) and a value, each beginning at a multiple of 4. Source: rtnetlink(7), {@code
 * linux/rtnetlink.h}.
 */
final class Attributes {
  static final int HEADER_BYTES = 4;

  /** The type's two upper bits say how the value is made: {@code NLA_TYPE_MASK}. */
  static final int TYPE_MASK = 0x3fff;

  private final Map<Integer, ByteBuffer> values;

  private Attributes(Map<Integer, ByteBuffer> values) {
    this.values = values;
  }

  /**
   * Reads those from position to limit; of two of the same type the last one counts.
   *
   * @throws ProtocolException if the bytes end within one, or one is shorter than its header
   */
  static Attributes decode(ByteBuffer bytes) throws ProtocolException {
    ByteBuffer all = bytes.slice().order(bytes.order());
    Map<Integer, ByteBuffer> values = new HashMap<>();
    for (int at = 0; at < all.limit(); ) {
      int left = all.limit() - at;
      int length = left < HEADER_BYTES ? HEADER_BYTES : Short.toUnsignedInt(all.getShort(at));
      if (length < HEADER_BYTES || length > left) {
        throw new ProtocolException(
            "netlink: an attribute of %d bytes where %d are left".formatted(length, left));
      }
      values.put(
          all.getShort(at + 2) & TYPE_MASK,
          all.slice(at + HEADER_BYTES, length - HEADER_BYTES).order(all.order()));
      at += Math.min(NetlinkMessage.aligned(length), left);
    }
    return new Attributes(values);
  }

  /** Writes one, padded. */
  static void put(ByteBuffer to, int type, byte[] value) {
    int length = HEADER_BYTES + value.length;
    to.putShort((short) length).putShort((short) type).put(value);
    to.put(new byte[NetlinkMessage.aligned(length) - length]);
  }

  /** The bytes of one; null if it is not there. */
  byte @Nullable [] bytes(int type) {
    ByteBuffer value = values.get(type);
    if (value == null) {
      return null;
    }
    byte[] bytes = new byte[value.limit()];
    value.get(0, bytes);
    return bytes;
  }

  /** A 32-bit number; {@code otherwise} if it is not there or is none. */
  int number(int type, int otherwise) {
    ByteBuffer value = values.get(type);
    return value == null || value.limit() != Integer.BYTES ? otherwise : value.getInt(0);
  }
}
