package io.jackfield.service.ping;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * IP headers, where they stand before an ICMP message: what a raw socket of IPv4 receives, and the
 * packet that an error quotes. Source: RFC 791 section 3.1, RFC 8200 sections 3 and 4.
 */
final class QuotedPacket {
  private static final int V4_BYTES = 20;
  private static final int V4_TTL_AT = 8;
  private static final int V4_PROTOCOL_AT = 9;
  private static final int V6_BYTES = 40;
  private static final int V6_NEXT_AT = 6;

  // Headers that may stand between that of IPv6 and what it carries.
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION = 60;
  private static final int EXTENSION_BYTES = 8;

  private QuotedPacket() {}

  /** The ICMP message in a packet of the same version; null if there is none, or it is cut away. */
  static @Nullable ByteBuffer icmp(IcmpVersion version, ByteBuffer packet) {
    ByteBuffer bytes = packet.slice();
    int at =
        switch (version) {
          case V4 -> afterV4Header(bytes);
          case V6 -> afterV6Headers(bytes);
        };
    return at < 0 ? null : bytes.slice(at, bytes.limit() - at);
  }

  /** The time to live in a packet's header, of which {@link #icmp} has found one of IPv4. */
  static int timeToLive(ByteBuffer packet) {
    return packet.get(packet.position() + V4_TTL_AT) & 0xff;
  }

  private static int afterV4Header(ByteBuffer bytes) {
    if (bytes.limit() < V4_BYTES || (bytes.get(0) & 0xf0) != 0x40) {
      return -1;
    }
    int length = (bytes.get(0) & 0xf) * Integer.BYTES;
    boolean carriesIcmp = (bytes.get(V4_PROTOCOL_AT) & 0xff) == IcmpVersion.V4.protocol;
    return carriesIcmp && length >= V4_BYTES && length <= bytes.limit() ? length : -1;
  }

  private static int afterV6Headers(ByteBuffer bytes) {
    if (bytes.limit() < V6_BYTES || (bytes.get(0) & 0xf0) != 0x60) {
      return -1;
    }
    int next = bytes.get(V6_NEXT_AT) & 0xff;
    int at = V6_BYTES;
    while (isExtension(next) && at + EXTENSION_BYTES <= bytes.limit()) {
      int units = next == FRAGMENT ? 0 : bytes.get(at + 1) & 0xff;
      next = bytes.get(at) & 0xff;
      at += EXTENSION_BYTES * (1 + units);
    }
    return next == IcmpVersion.V6.protocol && at <= bytes.limit() ? at : -1;
  }

  private static boolean isExtension(int header) {
    return header == HOP_BY_HOP || header == ROUTING || header == FRAGMENT || header == DESTINATION;
  }
}
