package io.jackfield.socket;

import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.util.List;

/**
 * The JDK's options: those of {@link java.net.StandardSocketOptions}, and those of {@code
 * jdk.net.ExtendedSocketOptions}, which are known by their name, as that module need not be there.
 * As with the JDK's own channels, an option of IP acts on both levels of an IPv6 socket, on that of
 * IPv4 as far as the kernel will.
 */
final class JdkOptions {
  private JdkOptions() {}

  /**
   * The options of ours that are the same as {@code option} on a socket of {@code family}: one to
   * set and read, and perhaps one to set as well if possible.
   *
   * @throws UnsupportedOperationException if there is none
   */
  @SuppressWarnings("unchecked") // Their type is compared.
  static <T> List<KernelOption<T>> ours(SocketOption<T> option, ProtocolFamily family) {
    List<? extends KernelOption<?>> same = named(option.name(), family);
    if (same.isEmpty() || same.getFirst().type() != option.type()) {
      throw new UnsupportedOperationException(
          "socket option " + option.name() + " has no counterpart on a socket of " + family.name());
    }
    return (List<KernelOption<T>>) same;
  }

  private static List<? extends KernelOption<?>> named(String name, ProtocolFamily family) {
    return switch (name) {
      case "SO_BROADCAST" -> List.of(SocketOptions.BROADCAST);
      case "SO_KEEPALIVE" -> List.of(SocketOptions.KEEP_ALIVE);
      case "SO_REUSEADDR" -> List.of(SocketOptions.REUSE_ADDRESS);
      case "SO_REUSEPORT" -> List.of(SocketOptions.REUSE_PORT);
      case "SO_SNDBUF" -> List.of(SocketOptions.SEND_BUFFER.as(JdkCodecs.SEND_BUFFER));
      case "SO_RCVBUF" -> List.of(SocketOptions.RECEIVE_BUFFER.as(JdkCodecs.RECEIVE_BUFFER));
      case "SO_LINGER" -> List.of(SocketOptions.LINGER.as(JdkCodecs.LINGER));
      case "SO_INCOMING_NAPI_ID" -> List.of(SocketOptions.INCOMING_NAPI_ID);
      case "TCP_NODELAY" -> List.of(TcpOptions.NO_DELAY);
      case "TCP_QUICKACK" -> List.of(TcpOptions.QUICK_ACK);
      case "TCP_KEEPIDLE" -> List.of(TcpOptions.KEEP_ALIVE_IDLE.as(BasicCodecs.INT));
      case "TCP_KEEPINTERVAL" -> List.of(TcpOptions.KEEP_ALIVE_INTERVAL.as(BasicCodecs.INT));
      case "TCP_KEEPCOUNT" -> List.of(TcpOptions.KEEP_ALIVE_COUNT);
      case "IP_TOS" ->
          ip(
              family,
              IpOptions.TYPE_OF_SERVICE.as(JdkCodecs.OCTET),
              Ipv6Options.TRAFFIC_CLASS.as(JdkCodecs.OCTET));
      case "IP_MULTICAST_TTL" ->
          ip(
              family,
              IpMulticastOptions.TIME_TO_LIVE.as(JdkCodecs.OCTET),
              Ipv6MulticastOptions.HOPS.as(JdkCodecs.OCTET));
      case "IP_MULTICAST_LOOP" -> ip(family, IpMulticastOptions.LOOP, Ipv6MulticastOptions.LOOP);
      case "IP_MULTICAST_IF" ->
          ip(
              family,
              IpMulticastOptions.INTERFACE.as(JdkCodecs.INTERFACE_BY_ADDRESS),
              Ipv6MulticastOptions.INTERFACE.as(JdkCodecs.INTERFACE_BY_INDEX));
      case "IP_DONTFRAGMENT" ->
          ip(
              family,
              IpOptions.MTU_DISCOVERY.as(JdkCodecs.DONT_FRAGMENT),
              Ipv6Options.MTU_DISCOVERY.as(JdkCodecs.DONT_FRAGMENT));
      default -> List.of();
    };
  }

  private static <T> List<KernelOption<T>> ip(
      ProtocolFamily family, KernelOption<T> inet, KernelOption<T> inet6) {
    return switch (family) {
      case StandardProtocolFamily.INET -> List.of(inet);
      case StandardProtocolFamily.INET6 -> List.of(inet6, inet);
      default -> List.of();
    };
  }
}
