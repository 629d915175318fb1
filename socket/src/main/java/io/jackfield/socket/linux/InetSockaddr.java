package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;

/** {@code struct sockaddr_in} and {@code struct sockaddr_in6}. Source: ip(7), ipv6(7). */
final class InetSockaddr {
  private static final int INET_BYTES = 16;
  private static final int INET6_BYTES = 28;
  private static final int PORT_AT = 2;
  private static final int HOST_AT = 4;
  private static final int HOST6_AT = 8;
  private static final int SCOPE_AT = 24;

  private InetSockaddr() {}

  /** How long addresses of a family are; 0 for families of others. */
  static int bytes(ProtocolFamily family) {
    return family == StandardProtocolFamily.INET
        ? INET_BYTES
        : family == StandardProtocolFamily.INET6 ? INET6_BYTES : 0;
  }

  static int write(InetAddress host, int port, MemorySegment to) {
    to.asSlice(0, INET_BYTES).fill((byte) 0);
    to.set(JAVA_SHORT, 0, (short) Abi.AF_INET);
    to.set(Sockaddr.NETWORK_SHORT, PORT_AT, (short) port);
    if (host instanceof Inet4Address) {
      put(host.getAddress(), to, HOST_AT);
    } else if (!host.isAnyLocalAddress()) {
      throw new UnsupportedAddressTypeException();
    }
    return INET_BYTES;
  }

  static int write6(InetAddress host, int port, MemorySegment to) {
    to.asSlice(0, INET6_BYTES).fill((byte) 0);
    to.set(JAVA_SHORT, 0, (short) Abi.AF_INET6);
    to.set(Sockaddr.NETWORK_SHORT, PORT_AT, (short) port);
    if (host instanceof Inet6Address v6) {
      put(v6.getAddress(), to, HOST6_AT);
      to.set(JAVA_INT, SCOPE_AT, v6.getScopeId());
    } else if (!host.isAnyLocalAddress()) {
      to.set(JAVA_SHORT, HOST6_AT + 10, (short) 0xffff);
      put(host.getAddress(), to, HOST6_AT + 12);
    }
    return INET6_BYTES;
  }

  static SocketAddress read(MemorySegment from) {
    return address(from, bytes(from, HOST_AT, 4), 0);
  }

  static SocketAddress read6(MemorySegment from) {
    return address(from, bytes(from, HOST6_AT, 16), from.get(JAVA_INT, SCOPE_AT));
  }

  private static SocketAddress address(MemorySegment from, byte[] host, int scope) {
    int port = Short.toUnsignedInt(from.get(Sockaddr.NETWORK_SHORT, PORT_AT));
    try {
      InetAddress address =
          scope == 0
              ? InetAddress.getByAddress(host)
              : Inet6Address.getByAddress(null, host, scope);
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }

  // One by one: so few are as fast, and the first MemorySegment.copy of a start takes milliseconds.

  private static void put(byte[] bytes, MemorySegment to, long at) {
    for (int i = 0; i < bytes.length; i++) {
      to.set(JAVA_BYTE, at + i, bytes[i]);
    }
  }

  private static byte[] bytes(MemorySegment from, long at, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = from.get(JAVA_BYTE, at + i);
    }
    return bytes;
  }
}
