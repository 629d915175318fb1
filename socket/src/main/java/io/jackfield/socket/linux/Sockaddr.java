package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's addresses as the kernel's {@code struct sockaddr_in}, {@code sockaddr_in6} and {@code
 * sockaddr_un}, and back. Source: ip(7), ipv6(7), unix(7).
 */
final class Sockaddr {
  /** {@code sizeof(struct sockaddr_storage)}. */
  static final int MAX_BYTES = 128;

  /** {@code sun_path} less its final NUL. */
  static final int MAX_PATH_BYTES = 107;

  private static final int INET_BYTES = 16;
  private static final int INET6_BYTES = 28;
  private static final int PATH_AT = 2;

  private static final ValueLayout.OfShort NETWORK_SHORT =
      JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  /** How the JDK turns a path's characters into the file system's bytes. */
  private static final Charset PATHS =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

  private Sockaddr() {}

  /**
   * Writes {@code address} in the form a socket of {@code family} takes (an IPv4 address on an IPv6
   * socket as {@code ::ffff:a.b.c.d}); returns how many bytes it wrote.
   *
   * @throws UnresolvedAddressException if it is a host name without an address
   * @throws UnsupportedAddressTypeException if the family cannot take it
   * @throws SocketException if a path is longer than {@link #MAX_PATH_BYTES}
   */
  static int write(SocketAddress address, ProtocolFamily family, MemorySegment to)
      throws SocketException {
    if (address instanceof UnixDomainSocketAddress unix && family == StandardProtocolFamily.UNIX) {
      return writePath(unix.getPath(), to);
    }
    if (address instanceof InetSocketAddress inet) {
      InetAddress host = inet.getAddress();
      if (host == null) {
        throw new UnresolvedAddressException();
      }
      if (family == StandardProtocolFamily.INET6) {
        return writeInet6(host, inet.getPort(), to);
      }
      if (family == StandardProtocolFamily.INET) {
        return writeInet(host, inet.getPort(), to);
      }
    }
    throw new UnsupportedAddressTypeException();
  }

  private static int writeInet(InetAddress host, int port, MemorySegment to) {
    if (!(host instanceof Inet4Address) && !host.isAnyLocalAddress()) {
      throw new UnsupportedAddressTypeException();
    }
    to.set(JAVA_SHORT, 0, (short) Abi.AF_INET);
    to.set(NETWORK_SHORT, 2, (short) port);
    to.asSlice(4, INET_BYTES - 4).fill((byte) 0);
    if (host instanceof Inet4Address) {
      MemorySegment.copy(host.getAddress(), 0, to, JAVA_BYTE, 4, 4);
    }
    return INET_BYTES;
  }

  private static int writeInet6(InetAddress host, int port, MemorySegment to) {
    to.asSlice(0, INET6_BYTES).fill((byte) 0);
    to.set(JAVA_SHORT, 0, (short) Abi.AF_INET6);
    to.set(NETWORK_SHORT, 2, (short) port);
    if (host instanceof Inet6Address v6) {
      MemorySegment.copy(v6.getAddress(), 0, to, JAVA_BYTE, 8, 16);
      to.set(JAVA_INT, 24, v6.getScopeId());
    } else if (!host.isAnyLocalAddress()) {
      to.set(JAVA_SHORT, 18, (short) 0xffff);
      MemorySegment.copy(host.getAddress(), 0, to, JAVA_BYTE, 20, 4);
    }
    return INET6_BYTES;
  }

  private static int writePath(Path path, MemorySegment to) throws SocketException {
    byte[] bytes = path.toString().getBytes(PATHS);
    if (bytes.length > MAX_PATH_BYTES) {
      throw new SocketException(
          "the path of a Unix socket has at most %d bytes; this one has %d: %s"
              .formatted(MAX_PATH_BYTES, bytes.length, path));
    }
    to.set(JAVA_SHORT, 0, (short) Abi.AF_UNIX);
    MemorySegment.copy(bytes, 0, to, JAVA_BYTE, PATH_AT, bytes.length);
    if (bytes.length == 0) {
      return PATH_AT; // Unnamed: bind(2) then picks an abstract name.
    }
    to.set(JAVA_BYTE, PATH_AT + bytes.length, (byte) 0);
    return PATH_AT + bytes.length + 1;
  }

  /**
   * Reads an address of {@code length} bytes; null where the kernel gave none, or one of a family
   * that has no form here.
   */
  static @Nullable SocketAddress read(MemorySegment from, int length) {
    if (length < PATH_AT) {
      return null;
    }
    return switch (Short.toUnsignedInt(from.get(JAVA_SHORT, 0))) {
      case Abi.AF_INET -> inet(from, bytes(from, 4, 4), 0);
      case Abi.AF_INET6 -> inet(from, bytes(from, 8, 16), from.get(JAVA_INT, 24));
      case Abi.AF_UNIX -> path(from, length);
      default -> null;
    };
  }

  private static SocketAddress inet(MemorySegment from, byte[] host, int scope) {
    int port = Short.toUnsignedInt(from.get(NETWORK_SHORT, 2));
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

  private static @Nullable SocketAddress path(MemorySegment from, int length) {
    int end = PATH_AT;
    while (end < length && from.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    if (end == PATH_AT && length > PATH_AT) {
      return null; // An abstract name, which the JDK's class cannot hold.
    }
    byte[] path = bytes(from, PATH_AT, end - PATH_AT);
    return UnixDomainSocketAddress.of(new String(path, PATHS));
  }

  private static byte[] bytes(MemorySegment from, long at, int count) {
    byte[] bytes = new byte[count];
    MemorySegment.copy(from, JAVA_BYTE, at, bytes, 0, count);
    return bytes;
  }
}
