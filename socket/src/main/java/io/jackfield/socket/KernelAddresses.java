package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * Addresses inside options' structures: {@code in_addr}, {@code in6_addr}, {@code sockaddr_in} and
 * {@code sockaddr_in6}. Those of the calls themselves are in {@code linux/Sockaddr}.
 */
final class KernelAddresses {
  /** {@code sizeof(struct sockaddr_storage)}. */
  static final int STORAGE_BYTES = 128;

  static final int INET_BYTES = 4;
  static final int INET6_BYTES = 16;

  /** {@code sizeof(struct sockaddr_in6)}. */
  static final int SOCKADDR_INET6_BYTES = 28;

  /** The JDK's own for an address that is the same on all interfaces. */
  private static final int NO_SCOPE = -1;

  private KernelAddresses() {}

  /** The four bytes of {@code address}, for {@code in_addr}. */
  static byte[] inet(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getAddress();
    }
    throw new IllegalArgumentException(address + " is not an IPv4 address");
  }

  /** The sixteen bytes of {@code address}, for {@code in6_addr}. */
  static byte[] inet6(InetAddress address) {
    if (address instanceof Inet6Address) {
      return address.getAddress();
    }
    throw new IllegalArgumentException(address + " is not an IPv6 address");
  }

  static Inet4Address inet(ByteBuffer from, int at) {
    return (Inet4Address) address(from, at, INET_BYTES);
  }

  static Inet6Address inet6(ByteBuffer from, int at) {
    byte[] bytes = new byte[INET6_BYTES];
    from.get(at, bytes);
    return inet6(bytes, 0);
  }

  private static Inet6Address inet6(byte[] bytes, int scope) {
    try {
      // Not InetAddress.getByAddress, which makes an IPv4 address of a mapped one.
      return Inet6Address.getByAddress(null, bytes, scope == 0 ? NO_SCOPE : scope);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are always an address", e);
    }
  }

  private static InetAddress address(ByteBuffer from, int at, int length) {
    byte[] bytes = new byte[length];
    from.get(at, bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }

  /** Writes {@code sockaddr_in} or {@code sockaddr_in6} at {@code at}. */
  static void putSocket(ByteBuffer to, int at, InetAddress address, int port) {
    boolean four = address instanceof Inet4Address;
    to.putShort(at, (short) (four ? Abi.AF_INET : Abi.AF_INET6));
    network(to, at + 2, 2).putShort((short) port);
    to.put(at + (four ? 4 : 8), address.getAddress());
    if (address instanceof Inet6Address six) {
      to.putInt(at + 24, six.getScopeId());
    }
  }

  /** Reads what {@link #putSocket} writes. */
  static InetSocketAddress socket(ByteBuffer from, int at) {
    int port = Short.toUnsignedInt(network(from, at + 2, 2).getShort());
    InetAddress address =
        switch (Short.toUnsignedInt(from.getShort(at))) {
          case Abi.AF_INET -> inet(from, at + 4);
          case Abi.AF_INET6 -> {
            byte[] bytes = new byte[INET6_BYTES];
            from.get(at + 8, bytes);
            yield inet6(bytes, from.getInt(at + 24));
          }
          default -> throw new UnsupportedAddressTypeException();
        };
    return new InetSocketAddress(address, port);
  }

  /** Some bytes of a buffer as the network has them, the highest first. */
  static ByteBuffer network(ByteBuffer of, int at, int length) {
    return of.slice(at, length).order(ByteOrder.BIG_ENDIAN);
  }

  /** As {@link #socket}, the address alone. */
  static InetAddress host(ByteBuffer from, int at) {
    return socket(from, at).getAddress();
  }
}
