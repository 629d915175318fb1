package io.jackfield.socket.netlink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Answers as the kernel would give them. */
final class RouteBytes {
  static final int MULTI = 0x2;

  private static final int KERNELS_CHOICE_OF_PORT = 4_711;

  private RouteBytes() {}

  static ByteBuffer together(ByteBuffer... parts) {
    ByteBuffer all = NetlinkMessage.room(65_536);
    for (ByteBuffer part : parts) {
      all.put(part.duplicate());
    }
    return all.flip();
  }

  static NetlinkMessage message(int type, int flags, int sequence, ByteBuffer payload) {
    return new NetlinkMessage(type, flags, sequence, KERNELS_CHOICE_OF_PORT, payload);
  }

  static NetlinkMessage done(int sequence, int result) {
    ByteBuffer payload = NetlinkMessage.room(4).putInt(result).flip();
    return message(NetlinkMessage.DONE, MULTI, sequence, payload);
  }

  static NetlinkMessage error(int sequence, int errno) {
    ByteBuffer payload = NetlinkMessage.room(20).putInt(-errno).clear();
    return message(NetlinkMessage.ERROR, 0, sequence, payload);
  }

  static NetlinkMessage link(int sequence, int index, @Nullable String name) {
    ByteBuffer payload = NetlinkMessage.room(128);
    payload.putInt(0x0001_0000).putInt(index).putInt(0x1 | 0x1000).putInt(0);
    Attributes.put(payload, 13, new byte[] {9, 9, 9}); // One of those that are passed over.
    if (name != null) {
      Attributes.put(payload, RouteMessages.IFLA_IFNAME, (name + "\0").getBytes(US_ASCII));
    }
    Attributes.put(payload, RouteMessages.IFLA_MTU, NetlinkMessage.room(4).putInt(1_400).array());
    Attributes.put(payload, RouteMessages.IFLA_ADDRESS, new byte[] {2, -4, 0, 0, 0, 1});
    return message(RouteMessages.NEW_LINK, MULTI, sequence, payload.flip());
  }

  /**
   * An address.
   *
   * @param local null to leave it out
   * @param address null to leave it out
   */
  static NetlinkMessage address(
      int sequence, int family, int index, byte @Nullable [] local, byte @Nullable [] address) {
    ByteBuffer payload = NetlinkMessage.room(128);
    payload.put((byte) family).put((byte) 24).put((byte) 0x80).put((byte) 253).putInt(index);
    if (address != null) {
      Attributes.put(payload, RouteMessages.IFA_ADDRESS, address);
    }
    if (local != null) {
      Attributes.put(payload, RouteMessages.IFA_LOCAL, local);
    }
    return message(RouteMessages.NEW_ADDRESS, MULTI, sequence, payload.flip());
  }
}
