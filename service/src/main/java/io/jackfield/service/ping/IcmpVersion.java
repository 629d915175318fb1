package io.jackfield.service.ping;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;

/** ICMP of IPv4 (RFC 792) or of IPv6 (RFC 4443). */
enum IcmpVersion {
  /** ICMP. */
  V4(StandardProtocolFamily.INET, 1, 8, 0),
  /** ICMPv6. */
  V6(StandardProtocolFamily.INET6, 58, 128, 129);

  final StandardProtocolFamily family;

  /** In the IP header. */
  final int protocol;

  final int echoRequest;
  final int echoReply;

  IcmpVersion(StandardProtocolFamily family, int protocol, int echoRequest, int echoReply) {
    this.family = family;
    this.protocol = protocol;
    this.echoRequest = echoRequest;
    this.echoReply = echoReply;
  }

  /** The one that reaches {@code host}. */
  static IcmpVersion of(InetAddress host) {
    return host instanceof Inet4Address ? V4 : V6;
  }

  /** Whether messages of this type tell what happened to a packet. */
  boolean isProblem(int type) {
    return switch (this) {
      case V4 ->
          type == IcmpMessage.Problem.UNREACHABLE_V4
              || type == IcmpMessage.Problem.TIME_EXCEEDED_V4
              || type == IcmpMessage.Problem.PARAMETER_V4;
      case V6 ->
          type >= IcmpMessage.Problem.UNREACHABLE_V6 && type <= IcmpMessage.Problem.PARAMETER_V6;
    };
  }
}
