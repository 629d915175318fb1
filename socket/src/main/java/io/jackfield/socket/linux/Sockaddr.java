package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.address.KernelFamily;
import io.jackfield.socket.address.NetlinkAddress;
import io.jackfield.socket.address.PacketAddress;
import io.jackfield.socket.address.VsockAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as the kernel's {@code struct sockaddr_…}, and back. Source: ip(7), ipv6(7), unix(7),
 * netlink(7), packet(7), vsock(7).
 */
final class Sockaddr {
  /** {@code sizeof(struct sockaddr_storage)}. */
  static final int MAX_BYTES = 128;

  static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int NETLINK_BYTES = 12;
  private static final int VSOCK_BYTES = 16;
  private static final int PACKET_BYTES = 20;

  private Sockaddr() {}

  /** The number of a family. */
  static int number(ProtocolFamily family) {
    if (family instanceof StandardProtocolFamily standard) {
      return switch (standard) {
        case INET -> Abi.AF_INET;
        case INET6 -> Abi.AF_INET6;
        case UNIX -> Abi.AF_UNIX;
      };
    }
    if (family instanceof KernelFamily known) {
      return known.number();
    }
    throw new UnsupportedOperationException("family " + family.name());
  }

  /** The family of a number; null if it has none here. */
  static @Nullable ProtocolFamily family(int number) {
    return switch (number) {
      case Abi.AF_INET -> StandardProtocolFamily.INET;
      case Abi.AF_INET6 -> StandardProtocolFamily.INET6;
      case Abi.AF_UNIX -> StandardProtocolFamily.UNIX;
      default -> {
        for (KernelFamily family : KernelFamily.values()) {
          if (family.number() == number) {
            yield family;
          }
        }
        yield null;
      }
    };
  }

  /**
   * Writes {@code address} in the form a socket of {@code family} takes (an IPv4 address on an IPv6
   * socket as {@code ::ffff:a.b.c.d}); returns how many bytes it wrote.
   *
   * @throws UnresolvedAddressException if it is a host name without an address
   * @throws UnsupportedAddressTypeException if the family cannot take it
   * @throws SocketException if a path is too long
   */
  static int write(SocketAddress address, ProtocolFamily family, MemorySegment to)
      throws SocketException {
    // No switch by type for these: its first use costs milliseconds, and every start has one.
    if (address instanceof InetSocketAddress inet) {
      if (family == StandardProtocolFamily.INET) {
        return InetSockaddr.write(resolved(inet), inet.getPort(), to);
      }
      if (family == StandardProtocolFamily.INET6) {
        return InetSockaddr.write6(resolved(inet), inet.getPort(), to);
      }
    }
    return switch (address) {
      case UnixDomainSocketAddress unix when family == StandardProtocolFamily.UNIX ->
          UnixSockaddr.write(unix.getPath(), to);
      case AbstractUnixAddress unix when family == StandardProtocolFamily.UNIX ->
          UnixSockaddr.write(unix.name(), to);
      case NetlinkAddress netlink when family == KernelFamily.NETLINK -> {
        begin(to, family, NETLINK_BYTES);
        to.set(JAVA_INT, 4, netlink.portId());
        to.set(JAVA_INT, 8, netlink.groups());
        yield NETLINK_BYTES;
      }
      case VsockAddress vsock when family == KernelFamily.VSOCK -> {
        begin(to, family, VSOCK_BYTES);
        to.set(JAVA_INT, 4, vsock.port());
        to.set(JAVA_INT, 8, vsock.contextId());
        yield VSOCK_BYTES;
      }
      case PacketAddress packet when family == KernelFamily.PACKET -> {
        begin(to, family, PACKET_BYTES);
        to.set(NETWORK_SHORT, 2, (short) packet.protocol());
        to.set(JAVA_INT, 4, packet.interfaceIndex());
        yield PACKET_BYTES;
      }
      default -> throw new UnsupportedAddressTypeException();
    };
  }

  private static InetAddress resolved(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    if (host == null) {
      throw new UnresolvedAddressException();
    }
    return host;
  }

  private static void begin(MemorySegment to, ProtocolFamily family, int bytes) {
    to.asSlice(0, bytes).fill((byte) 0);
    to.set(JAVA_SHORT, 0, (short) number(family));
  }

  /**
   * Reads an address of {@code length} bytes; null where the kernel gave none, or one of a family
   * that has no form here.
   */
  static @Nullable SocketAddress read(MemorySegment from, int length) {
    if (length < Short.BYTES) {
      return null;
    }
    int number = Short.toUnsignedInt(from.get(JAVA_SHORT, 0));
    return switch (number) {
      case Abi.AF_INET -> InetSockaddr.read(from);
      case Abi.AF_INET6 -> InetSockaddr.read6(from);
      case Abi.AF_UNIX -> UnixSockaddr.read(from, length);
      case Abi.AF_NETLINK -> NetlinkAddress.of(from.get(JAVA_INT, 4), from.get(JAVA_INT, 8));
      case Abi.AF_VSOCK -> VsockAddress.of(from.get(JAVA_INT, 8), from.get(JAVA_INT, 4));
      case Abi.AF_PACKET ->
          PacketAddress.of(from.get(JAVA_INT, 4), Short.toUnsignedInt(from.get(NETWORK_SHORT, 2)));
      default -> null;
    };
  }
}
