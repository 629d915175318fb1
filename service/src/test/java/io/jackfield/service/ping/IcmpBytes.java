package io.jackfield.service.ping;

import io.jackfield.service.ping.IcmpMessage.EchoRequest;
import java.nio.ByteBuffer;

/** Messages and packets as routers would send them. */
final class IcmpBytes {
  private IcmpBytes() {}

  static ByteBuffer v4(int type, int code, int rest, ByteBuffer data) {
    ByteBuffer message = v6(type, code, rest, data);
    return message.putShort(2, (short) InternetChecksum.of(message));
  }

  /** The checksum is left out, as none is looked at. */
  static ByteBuffer v6(int type, int code, int rest, ByteBuffer data) {
    return ByteBuffer.allocate(8 + data.remaining())
        .put((byte) type)
        .put((byte) code)
        .putShort((short) 0)
        .putInt(rest)
        .put(data.duplicate())
        .flip();
  }

  /** The first eight bytes of an echo request: as much as must be quoted. */
  static ByteBuffer request(IcmpVersion version, int identifier, int sequence) {
    ByteBuffer data = ByteBuffer.allocate(56);
    return IcmpCodec.encode(version, new EchoRequest(identifier, sequence, data)).slice(0, 8);
  }

  /** A packet of IPv4 with so many bytes of options. */
  static ByteBuffer packetV4(int optionBytes, int protocol, ByteBuffer payload) {
    return ByteBuffer.allocate(20 + optionBytes + payload.remaining())
        .put((byte) (0x40 | (5 + optionBytes / 4)))
        .put(8, (byte) 1)
        .put(9, (byte) protocol)
        .position(20 + optionBytes)
        .put(payload.duplicate())
        .flip();
  }

  /**
   * A packet of IPv6.
   *
   * @param headers those between IP's and the payload, in their order: each 8 bytes, a fragment's
   *     with a length of its own meaning
   */
  static ByteBuffer packetV6(ByteBuffer payload, int protocol, int... headers) {
    ByteBuffer packet = ByteBuffer.allocate(40 + 8 * headers.length + payload.remaining());
    packet.put(0, (byte) 0x60).put(6, (byte) (headers.length > 0 ? headers[0] : protocol));
    packet.position(40);
    for (int i = 0; i < headers.length; i++) {
      int next = i + 1 < headers.length ? headers[i + 1] : protocol;
      boolean fragment = headers[i] == 44;
      packet.put((byte) next).put((byte) (fragment ? 99 : 0)).put(new byte[6]);
    }
    return packet.put(payload.duplicate()).flip();
  }
}
