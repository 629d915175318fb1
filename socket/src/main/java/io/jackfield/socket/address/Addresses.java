package io.jackfield.socket.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Addresses as people and logs write them. */
public final class Addresses {
  private static final int GROUPS = 8;

  private static final Path HAS_IPV6 = Path.of("/proc/net/if_inet6");

  private Addresses() {}

  /**
   * To listen at every address of this machine: the one of IPv6, whose sockets take IPv4 too; that
   * of IPv4 where the kernel has no IPv6. Source: ipv6(7).
   */
  public static InetAddress everyAddress() {
    return InetAddress.ofLiteral(Files.exists(HAS_IPV6) ? "::" : "0.0.0.0");
  }

  /** {@code 127.0.0.1:80}, {@code [::1]:80}, a Unix path, {@code @abstract}, {@code (unnamed)}. */
  public static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      InetAddress host = inet.getAddress();
      String name = host == null ? inet.getHostString() : hostText(host);
      return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + inet.getPort();
    }
    String text = address.toString();
    return text.isEmpty() ? "(unnamed)" : text;
  }

  /**
   * The numeric form: dotted for IPv4; for IPv6 the shortest one, lower case, the longest run of
   * two or more zero groups as {@code ::}, with its scope if it has one. Source: RFC 5952 section
   * 4.
   */
  public static String hostText(InetAddress host) {
    if (!(host instanceof Inet6Address v6)) {
      return host.getHostAddress();
    }
    int[] groups = groups(v6.getAddress());
    int runAt = 0;
    int runLength = 0;
    for (int at = 0, length = 0; at < GROUPS; at++) {
      length = groups[at] == 0 ? length + 1 : 0;
      if (length > runLength) {
        runLength = length;
        runAt = at - length + 1;
      }
    }
    var text = new StringBuilder();
    for (int at = 0; at < GROUPS; at++) {
      if (runLength > 1 && at == runAt) {
        text.append("::");
        at += runLength - 1;
      } else {
        text.append(needsColon(text) ? ":" : "").append(Integer.toHexString(groups[at]));
      }
    }
    String full = v6.getHostAddress();
    int scope = full.indexOf('%');
    return scope < 0 ? text.toString() : text + full.substring(scope);
  }

  private static boolean needsColon(StringBuilder text) {
    return !text.isEmpty() && text.charAt(text.length() - 1) != ':';
  }

  private static int[] groups(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    return groups;
  }
}
