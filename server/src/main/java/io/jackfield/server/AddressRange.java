package io.jackfield.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Addresses of IP that begin with the same bits: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one
 * alone. Source: RFC 4632, RFC 4291 section 2.3.
 *
 * @param bits how many are the same, 0 to 32 or 128
 */
public record AddressRange(InetAddress network, int bits) implements Predicate<SocketAddress> {
  /** Checks them. */
  public AddressRange {
    int most = 8 * network.getAddress().length;
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "%s has %d bits, not %d".formatted(network.getHostAddress(), most, bits));
    }
  }

  /**
   * Reads one, as above.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      return new AddressRange(
          network,
          slash < 0
              ? 8 * network.getAddress().length
              : Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address, or network like 10.0.0.0/8: " + e.getMessage(), e);
    }
  }

  /** Those of any of several. */
  public static Predicate<SocketAddress> anyOf(String... ranges) {
    List<AddressRange> all = Arrays.stream(ranges).map(AddressRange::of).toList();
    return address -> all.stream().anyMatch(range -> range.test(address));
  }

  /** Whether the address is one of them; an address of no IP is not. */
  @Override
  public boolean test(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && contains(inet.getAddress().getAddress());
  }

  private boolean contains(byte[] address) {
    byte[] ours = network.getAddress();
    if (address.length != ours.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((address[bit / 8] ^ ours[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
