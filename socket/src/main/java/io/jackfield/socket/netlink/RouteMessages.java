package io.jackfield.socket.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of {@code NETLINK_ROUTE} that ask for interfaces and addresses, and the answers.
 * Source: rtnetlink(7), {@code linux/rtnetlink.h}, {@code linux/if_link.h}, {@code
 * linux/if_addr.h}.
 */
final class RouteMessages {
  static final int NEW_LINK = 16;
  static final int GET_LINK = 18;
  static final int NEW_ADDRESS = 20;
  static final int GET_ADDRESS = 22;

  // Attributes of a link.
  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_EXT_MASK = 29;

  // Attributes of an address. Where both are there, the first is the other end's.
  static final int IFA_ADDRESS = 1;
  static final int IFA_LOCAL = 2;

  /** {@code struct ifinfomsg}: family, padding, hardware type, index, flags, change mask. */
  static final int LINK_BYTES = 16;

  /** {@code struct ifaddrmsg}: family, prefix length, flags, scope, interface index. */
  static final int ADDRESS_BYTES = 8;

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  /** Without the counters of each link, which are most of its bytes. */
  static final int RTEXT_FILTER_SKIP_STATS = 8;

  private RouteMessages() {}

  /** Asks for all links. */
  static NetlinkMessage linkDump(int sequence) {
    ByteBuffer payload = NetlinkMessage.room(LINK_BYTES + Attributes.HEADER_BYTES + Integer.BYTES);
    payload.position(LINK_BYTES);
    byte[] filter = NetlinkMessage.room(Integer.BYTES).putInt(RTEXT_FILTER_SKIP_STATS).array();
    Attributes.put(payload, IFLA_EXT_MASK, filter);
    return dump(GET_LINK, sequence, payload.flip());
  }

  /** Asks for all addresses of IPv4 and IPv6. */
  static NetlinkMessage addressDump(int sequence) {
    return dump(GET_ADDRESS, sequence, NetlinkMessage.room(ADDRESS_BYTES));
  }

  private static NetlinkMessage dump(int type, int sequence, ByteBuffer payload) {
    int flags = NetlinkMessage.REQUEST | NetlinkMessage.DUMP;
    return new NetlinkMessage(type, flags, sequence, 0, payload);
  }

  /**
   * Reads the answer about a link, as yet without addresses.
   *
   * @throws ProtocolException if it is cut, or has no name
   */
  static NetworkLink link(NetlinkMessage message) throws ProtocolException {
    ByteBuffer payload = requireBytes(message.payload(), LINK_BYTES);
    Attributes attributes = attributes(payload, LINK_BYTES);
    byte[] name = attributes.bytes(IFLA_IFNAME);
    int index = payload.getInt(4);
    if (name == null) {
      throw new ProtocolException("netlink: link " + index + " without a name");
    }
    byte[] hardware = attributes.bytes(IFLA_ADDRESS);
    return new NetworkLink(
        index,
        text(name),
        LinkFlag.of(payload.getInt(8)),
        attributes.number(IFLA_MTU, 0),
        HardwareAddress.of(hardware == null ? new byte[0] : hardware),
        List.of());
  }

  /**
   * Reads the answer about an address; null if it is of a family other than IPv4 and IPv6.
   *
   * @throws ProtocolException if it is cut, or has no address of its family's length
   */
  static @Nullable LinkAddress address(NetlinkMessage message) throws ProtocolException {
    ByteBuffer payload = requireBytes(message.payload(), ADDRESS_BYTES);
    int family = payload.get(0);
    if (family != AF_INET && family != AF_INET6) {
      return null;
    }
    Attributes attributes = attributes(payload, ADDRESS_BYTES);
    byte[] local = attributes.bytes(IFA_LOCAL);
    byte[] bytes = local != null ? local : attributes.bytes(IFA_ADDRESS);
    if (bytes == null || bytes.length != (family == AF_INET ? 4 : 16)) {
      throw new ProtocolException("netlink: an address message without an address");
    }
    int index = payload.getInt(4);
    return new LinkAddress(
        index,
        address(bytes, index),
        Byte.toUnsignedInt(payload.get(1)),
        AddressScope.of(Byte.toUnsignedInt(payload.get(3))));
  }

  /** A link-local address means nothing without its interface. */
  private static InetAddress address(byte[] bytes, int index) throws ProtocolException {
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      return address instanceof Inet6Address && address.isLinkLocalAddress()
          ? Inet6Address.getByAddress(null, bytes, index)
          : address;
    } catch (UnknownHostException e) {
      throw new ProtocolException("netlink: an address of " + bytes.length + " bytes");
    }
  }

  private static ByteBuffer requireBytes(ByteBuffer payload, int bytes) throws ProtocolException {
    if (payload.limit() < bytes) {
      throw new ProtocolException(
          "netlink: %d bytes where %d are due".formatted(payload.limit(), bytes));
    }
    return payload;
  }

  private static Attributes attributes(ByteBuffer payload, int from) throws ProtocolException {
    return Attributes.decode(payload.slice(from, payload.limit() - from).order(payload.order()));
  }

  private static String text(byte[] withNul) {
    int end = 0;
    while (end < withNul.length && withNul[end] != 0) {
      end++;
    }
    return new String(withNul, 0, end, UTF_8);
  }
}
