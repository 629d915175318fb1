package io.jackfield.protocol.proxy;

import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of a connection.
 *
 * @param version 1, a line, or 2, binary
 * @param source who is at the other end: an {@link java.net.InetSocketAddress}, or a {@link
 *     java.net.UnixDomainSocketAddress}. Null where the proxy does not say, or speaks for itself,
 *     as its health checks do: it is the connection's own peer then
 * @param destination where that one has connected to; null likewise
 * @param extensions in the order of the header; version 1 has none
 */
public record ProxyHeader(
    int version,
    @Nullable SocketAddress source,
    @Nullable SocketAddress destination,
    List<Extension> extensions) {
  /** {@code PP2_TYPE_ALPN}: the application protocol that was agreed on by TLS. */
  public static final int ALPN = 0x01;

  /** {@code PP2_TYPE_AUTHORITY}: the host name that the client asked for, as in TLS's SNI. */
  public static final int AUTHORITY = 0x02;

  /** {@code PP2_TYPE_CRC32C}: of the whole header; checked before anybody sees it. */
  public static final int CRC32C = 0x03;

  /** {@code PP2_TYPE_NOOP}: filling. */
  public static final int NOOP = 0x04;

  /** {@code PP2_TYPE_UNIQUE_ID}: names the connection, up to 128 bytes. */
  public static final int UNIQUE_ID = 0x05;

  /** {@code PP2_TYPE_SSL}: what the proxy knows of the client's TLS. */
  public static final int SSL = 0x20;

  /** {@code PP2_TYPE_NETNS}: the proxy's network namespace. */
  public static final int NETNS = 0x30;

  /** Takes a copy of the extensions. */
  public ProxyHeader {
    if (version != 1 && version != 2) {
      throw new IllegalArgumentException("the PROXY protocol has versions 1 and 2, not " + version);
    }
    if ((source == null) != (destination == null)) {
      throw new IllegalArgumentException("one address without the other");
    }
    if (version == 1 && !extensions.isEmpty()) {
      throw new IllegalArgumentException("version 1 has no extensions");
    }
    extensions = List.copyOf(extensions);
  }

  /** The first extension of a type. */
  public Optional<Extension> extension(int type) {
    return extensions.stream().filter(one -> one.type == type).findFirst();
  }

  /** The header as it goes over the wire. */
  public byte[] encoded() {
    return version == 1 ? TextHeader.encoded(this) : BinaryHeader.encoded(this);
  }

  /** A type, and what it says. */
  public static final class Extension {
    private final int type;
    private final byte[] value;

    /**
     * Takes a copy of the value.
     *
     * @param type 0 to 255
     * @param value of {@link #CRC32C} four bytes, for which the sum is put when it is encoded
     */
    public Extension(int type, byte[] value) {
      if (type < 0 || type > 0xff) {
        throw new IllegalArgumentException("an extension's type is 0 to 255, not " + type);
      }
      if (type == CRC32C && value.length != BinaryHeader.SUM_BYTES) {
        throw new IllegalArgumentException("a checksum has 4 bytes, not " + value.length);
      }
      this.type = type;
      this.value = value.clone();
    }

    public int type() {
      return type;
    }

    /** A copy. */
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Extension that
          && type == that.type
          && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return 31 * type + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "0x%02x: %d bytes".formatted(type, value.length);
    }
  }
}
