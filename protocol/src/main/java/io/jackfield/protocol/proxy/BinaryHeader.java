package io.jackfield.protocol.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Version 2: binary. Source: {@code proxy-protocol.txt} section 2.2. */
final class BinaryHeader {
  /** {@code PP2_SIGNATURE}, version, command, family, transport, and the length of what follows. */
  static final int FIXED_BYTES = 16;

  static final int MAX_BYTES = FIXED_BYTES + 0xffff;

  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };

  static final byte FIRST_BYTE = '\r';

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int UNIX_PATH_BYTES = 108;
  static final int SUM_BYTES = 4;

  private BinaryHeader() {}

  /** Of the byte that holds both: the high half, then the low one. */
  private enum Family {
    UNSPECIFIED(0, 0),
    INET(1, 4),
    INET6(2, 16),
    UNIX(3, UNIX_PATH_BYTES);

    private final int code;
    private final int addressBytes;

    Family(int code, int addressBytes) {
      this.code = code;
      this.addressBytes = addressBytes;
    }

    /** Together with {@code STREAM}, where it is not unspecified. */
    byte withStream() {
      return (byte) (code == 0 ? 0 : code << 4 | 1);
    }

    int bytes() {
      return 2 * addressBytes + (this == INET || this == INET6 ? 4 : 0);
    }

    static Family of(int value) throws ProxyProtocolException {
      int family = value >> 4;
      int transport = value & 0xf;
      // STREAM and DGRAM; both halves are zero, or neither.
      if (family >= values().length || transport > 2 || (family == 0) != (transport == 0)) {
        throw new ProxyProtocolException(
            "an unknown family and transport: 0x%02x".formatted(value));
      }
      return values()[family];
    }
  }

  /** The header of {@code count} bytes, of which all but the last were seen; null for not yet. */
  static @Nullable ProxyHeader decoded(byte[] bytes, int count, int limitBytes)
      throws ProxyProtocolException {
    int last = bytes[count - 1] & 0xff;
    if (count <= SIGNATURE.length) {
      if (last != SIGNATURE[count - 1]) {
        throw new ProxyProtocolException("a signature that is wrong in byte " + count);
      }
    } else if (count == 13 && last != LOCAL && last != PROXY) {
      throw new ProxyProtocolException("an unknown version or command: 0x%02x".formatted(last));
    }
    if (count < FIXED_BYTES) {
      return null;
    }
    ByteBuffer whole = ByteBuffer.wrap(bytes, 0, count);
    int length = FIXED_BYTES + (whole.getShort(14) & 0xffff);
    if (count == FIXED_BYTES && length > limitBytes) {
      throw new ProxyProtocolException(
          "a header of %d bytes; at most %d are taken".formatted(length, limitBytes));
    }
    return count < length ? null : decoded(whole.position(FIXED_BYTES));
  }

  private static ProxyHeader decoded(ByteBuffer whole) throws ProxyProtocolException {
    int command = whole.get(12) & 0xff;
    if (command == LOCAL) {
      return new ProxyHeader(2, null, null, List.of()); // The rest is not to be looked at.
    }
    Family family = Family.of(whole.get(13) & 0xff);
    if (whole.remaining() < family.bytes()) {
      throw new ProxyProtocolException(
          "%d bytes, of which addresses alone would take %d"
              .formatted(whole.remaining(), family.bytes()));
    }
    byte[] source = new byte[family.addressBytes];
    byte[] destination = new byte[family.addressBytes];
    whole.get(source).get(destination);
    SocketAddress from = null;
    SocketAddress to = null;
    switch (family) {
      case INET, INET6 -> {
        from = inet(source, whole.getShort());
        to = inet(destination, whole.getShort());
      }
      case UNIX -> {
        from = unix(source);
        to = unix(destination);
      }
      case UNSPECIFIED -> {}
    }
    List<ProxyHeader.Extension> extensions = extensions(whole);
    return from == null || to == null
        ? new ProxyHeader(2, null, null, extensions)
        : new ProxyHeader(2, from, to, extensions);
  }

  private static InetSocketAddress inet(byte[] address, short port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port & 0xffff);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  /** Null for an abstract name, of which the JDK knows nothing. */
  private static @Nullable SocketAddress unix(byte[] path) {
    int end = 0;
    while (end < path.length && path[end] != 0) {
      end++;
    }
    boolean isAbstract = end == 0 && !Arrays.equals(path, new byte[path.length]);
    return isAbstract ? null : UnixDomainSocketAddress.of(new String(path, 0, end, UTF_8));
  }

  private static List<ProxyHeader.Extension> extensions(ByteBuffer whole)
      throws ProxyProtocolException {
    List<ProxyHeader.Extension> all = new ArrayList<>();
    while (whole.hasRemaining()) {
      int at = whole.position();
      if (whole.remaining() < 3) {
        throw new ProxyProtocolException("an extension that is cut off, in byte " + at);
      }
      int type = whole.get() & 0xff;
      int length = whole.getShort() & 0xffff;
      if (length > whole.remaining()) {
        throw new ProxyProtocolException(
            "an extension of type 0x%02x in byte %d, longer than what is left".formatted(type, at));
      }
      byte[] value = new byte[length];
      whole.get(value);
      if (type == ProxyHeader.CRC32C) {
        checkSum(whole, at + 3, value);
      }
      if (type == ProxyHeader.UNIQUE_ID && length > 128) {
        throw new ProxyProtocolException("a unique id of %d bytes".formatted(length));
      }
      all.add(new ProxyHeader.Extension(type, value));
    }
    return all;
  }

  /** The sum is that of the whole header with zeros in the sum's own place. */
  private static void checkSum(ByteBuffer whole, int at, byte[] said)
      throws ProxyProtocolException {
    if (said.length != SUM_BYTES) {
      throw new ProxyProtocolException("a checksum of %d bytes".formatted(said.length));
    }
    byte[] copy = new byte[whole.limit()];
    whole.get(0, copy);
    if (ByteBuffer.wrap(said).getInt() != sum(copy, at)) {
      throw new ProxyProtocolException("a checksum that is wrong");
    }
  }

  private static int sum(byte[] header, int at) {
    Arrays.fill(header, at, at + SUM_BYTES, (byte) 0);
    var sum = new CRC32C();
    sum.update(header);
    return (int) sum.getValue();
  }

  // ---- writing ----------------------------------------------------------------------------------

  static byte[] encoded(ProxyHeader header) {
    Family family = family(header);
    int length =
        family.bytes() + header.extensions().stream().mapToInt(one -> 3 + one.value().length).sum();
    if (length > 0xffff) {
      throw new IllegalArgumentException("a header of " + length + " bytes and 16: at most 65,551");
    }
    ByteBuffer to = ByteBuffer.allocate(FIXED_BYTES + length);
    to.put(SIGNATURE).put((byte) PROXY);
    to.put(family.withStream());
    to.putShort((short) length);
    put(to, family, header);
    int sumAt = -1;
    for (ProxyHeader.Extension one : header.extensions()) {
      to.put((byte) one.type()).putShort((short) one.value().length);
      if (one.type() == ProxyHeader.CRC32C) {
        sumAt = to.position();
      }
      to.put(one.value());
    }
    if (sumAt >= 0) {
      to.putInt(sumAt, sum(to.array(), sumAt));
    }
    return to.array();
  }

  private static Family family(ProxyHeader header) {
    return switch (header.source()) {
      case InetSocketAddress source
          when header.destination() instanceof InetSocketAddress destination ->
          source.getAddress() instanceof Inet6Address
                  || destination.getAddress() instanceof Inet6Address
              ? Family.INET6
              : Family.INET;
      case UnixDomainSocketAddress _ when header.destination() instanceof UnixDomainSocketAddress ->
          Family.UNIX;
      case null, default -> Family.UNSPECIFIED;
    };
  }

  private static void put(ByteBuffer to, Family family, ProxyHeader header) {
    SocketAddress source = header.source();
    SocketAddress destination = header.destination();
    if (family == Family.UNSPECIFIED || source == null || destination == null) {
      return;
    }
    for (SocketAddress one : List.of(source, destination)) {
      to.put(Arrays.copyOf(bytes(one, family), family.addressBytes));
    }
    for (SocketAddress one : List.of(source, destination)) {
      if (one instanceof InetSocketAddress inet) {
        to.putShort((short) inet.getPort());
      }
    }
  }

  private static byte[] bytes(SocketAddress address, Family family) {
    if (address instanceof InetSocketAddress inet) {
      byte[] bytes = inet.getAddress().getAddress();
      return family == Family.INET6 && bytes.length == 4 ? mapped(bytes) : bytes;
    }
    byte[] path = ((UnixDomainSocketAddress) address).getPath().toString().getBytes(UTF_8);
    if (path.length > UNIX_PATH_BYTES) {
      throw new IllegalArgumentException("a path of " + path.length + " bytes: at most 108");
    }
    return path;
  }

  /** {@code ::ffff:a.b.c.d}. Source: RFC 4291 section 2.5.5.2. */
  private static byte[] mapped(byte[] ipv4) {
    byte[] ipv6 = new byte[16];
    ipv6[10] = (byte) 0xff;
    ipv6[11] = (byte) 0xff;
    System.arraycopy(ipv4, 0, ipv6, 12, 4);
    return ipv6;
  }
}
