package io.jackfield.socket.netlink;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An interface's address on its own kind of network: 6 bytes on Ethernet, as many as the kind has
 * elsewhere (a tunnel's is its IP address), none on some.
 */
public final class HardwareAddress {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  private final byte[] bytes;

  private HardwareAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The address of these bytes, which are copied. */
  public static HardwareAddress of(byte... bytes) {
    return new HardwareAddress(bytes.clone());
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether it has no bytes at all. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HardwareAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** As everybody writes it: {@code 02:fc:00:00:00:01}. */
  @Override
  public String toString() {
    return COLONS.formatHex(bytes);
  }
}
