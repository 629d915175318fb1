package io.jackfield.protocol.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Version 1: a line. Source: {@code proxy-protocol.txt} section 2.1. */
final class TextHeader {
  /** The longest line, its CRLF included. */
  static final int MAX_BYTES = 107;

  private static final byte[] PREFIX = "PROXY ".getBytes(US_ASCII);

  /** No leading zeros, which other programs take for octal. */
  private static final Pattern IPV4 = Pattern.compile("((0|[1-9]\\d{0,2})(\\.(?!$)|$)){4}");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
  private static final Pattern PORT = Pattern.compile("0|[1-9]\\d{0,4}");

  private TextHeader() {}

  /** The header of {@code count} bytes, of which all but the last were seen; null for not yet. */
  static @Nullable ProxyHeader decoded(byte[] bytes, int count) throws ProxyProtocolException {
    byte last = bytes[count - 1];
    if (count <= PREFIX.length && last != PREFIX[count - 1]) {
      throw new ProxyProtocolException(
          "the connection begins with 0x%02x, not with a header".formatted(bytes[0] & 0xff));
    }
    if (last != '\n') {
      if (count == MAX_BYTES) {
        throw new ProxyProtocolException("a line longer than " + MAX_BYTES + " bytes");
      }
      return null;
    }
    if (bytes[count - 2] != '\r') {
      throw new ProxyProtocolException("a line that does not end in CRLF");
    }
    return line(new String(bytes, PREFIX.length, count - PREFIX.length - 2, US_ASCII));
  }

  private static ProxyHeader line(String said) throws ProxyProtocolException {
    // What follows "UNKNOWN" is not to be looked at.
    if (said.equals("UNKNOWN") || said.startsWith("UNKNOWN ")) {
      return new ProxyHeader(1, null, null, List.of());
    }
    String[] words = said.split(" ", -1);
    boolean isIpv6 = words[0].equals("TCP6");
    if (words.length != 5 || !(isIpv6 || words[0].equals("TCP4"))) {
      throw new ProxyProtocolException(
          "a line that is neither TCP4, TCP6 with two addresses and two ports, nor UNKNOWN");
    }
    return new ProxyHeader(
        1,
        new InetSocketAddress(address(words[1], isIpv6), port(words[3])),
        new InetSocketAddress(address(words[2], isIpv6), port(words[4])),
        List.of());
  }

  private static InetAddress address(String word, boolean isIpv6) throws ProxyProtocolException {
    if ((isIpv6 ? IPV6 : IPV4).matcher(word).matches()) {
      try {
        return InetAddress.ofLiteral(word);
      } catch (IllegalArgumentException e) {
        // Told below.
      }
    }
    throw new ProxyProtocolException("no IPv" + (isIpv6 ? 6 : 4) + " address: '" + word + "'");
  }

  private static int port(String word) throws ProxyProtocolException {
    if (PORT.matcher(word).matches() && Integer.parseInt(word) <= 0xffff) {
      return Integer.parseInt(word);
    }
    throw new ProxyProtocolException("no port: '" + word + "'");
  }

  static byte[] encoded(ProxyHeader header) {
    String line;
    if (header.source() instanceof InetSocketAddress source
        && header.destination() instanceof InetSocketAddress destination) {
      boolean isIpv6 =
          source.getAddress() instanceof Inet6Address
              || destination.getAddress() instanceof Inet6Address;
      line =
          "PROXY %s %s %s %d %d\r\n"
              .formatted(
                  isIpv6 ? "TCP6" : "TCP4",
                  text(source.getAddress(), isIpv6),
                  text(destination.getAddress(), isIpv6),
                  source.getPort(),
                  destination.getPort());
    } else {
      line = "PROXY UNKNOWN\r\n";
    }
    return line.getBytes(US_ASCII);
  }

  /** Without a scope, which means nothing elsewhere. */
  private static String text(InetAddress address, boolean isIpv6) {
    String literal = address.getHostAddress();
    int scope = literal.indexOf('%');
    String bare = scope < 0 ? literal : literal.substring(0, scope);
    return isIpv6 && !(address instanceof Inet6Address) ? "::ffff:" + bare : bare;
  }
}
