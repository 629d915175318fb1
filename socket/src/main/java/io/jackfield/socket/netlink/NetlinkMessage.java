package io.jackfield.socket.netlink;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of netlink: {@code struct nlmsghdr} and what follows it, in the machine's byte order. A
 * datagram carries one or more, each beginning at a multiple of 4. Source: netlink(7), {@code
 * linux/netlink.h}.
 *
 * @param type what it is: one of the protocol's own, or {@link #ERROR} and its like
 * @param flags {@code NLM_F_…}
 * @param sequence the request's own number; the answer repeats it
 * @param portId the socket it concerns, 0 in a request
 * @param payload what follows the header, from position to limit
 */
record NetlinkMessage(int type, int flags, int sequence, int portId, ByteBuffer payload) {
  static final int HEADER_BYTES = 16;
  static final int ALIGNMENT = 4;

  // Types that every protocol of netlink has.
  static final int ERROR = 2;
  static final int DONE = 3;

  // Flags.
  static final int REQUEST = 0x1;
  static final int DUMP_INTERRUPTED = 0x10;
  static final int DUMP = 0x300;

  /** Its bytes, to be sent as a datagram. */
  ByteBuffer encode() {
    int length = HEADER_BYTES + payload.remaining();
    return room(aligned(length))
        .putInt(length)
        .putShort((short) type)
        .putShort((short) flags)
        .putInt(sequence)
        .putInt(portId)
        .put(payload.duplicate())
        .clear();
  }

  /**
   * The messages of a datagram, which is read from position to limit; their payloads are views of
   * it.
   *
   * @throws ProtocolException if it ends within one, or one says that it is shorter than its header
   */
  static List<NetlinkMessage> decodeAll(ByteBuffer datagram) throws ProtocolException {
    ByteBuffer all = datagram.slice().order(ByteOrder.nativeOrder());
    List<NetlinkMessage> messages = new ArrayList<>();
    for (int at = 0; at < all.limit(); ) {
      int left = all.limit() - at;
      int length = left < HEADER_BYTES ? HEADER_BYTES : all.getInt(at);
      if (length < HEADER_BYTES || length > left) {
        throw new ProtocolException(
            "netlink: a message of %d bytes where %d are left".formatted(length, left));
      }
      messages.add(
          new NetlinkMessage(
              Short.toUnsignedInt(all.getShort(at + 4)),
              Short.toUnsignedInt(all.getShort(at + 6)),
              all.getInt(at + 8),
              all.getInt(at + 12),
              all.slice(at + HEADER_BYTES, length - HEADER_BYTES).order(all.order())));
      at += Math.min(aligned(length), left); // The last one may lack its padding.
    }
    return messages;
  }

  /** The next multiple of 4. */
  static int aligned(int at) {
    return (at + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** An empty buffer in the machine's byte order. */
  static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }
}
