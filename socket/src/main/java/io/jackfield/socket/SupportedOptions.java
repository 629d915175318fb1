package io.jackfield.socket;

import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which options make sense on which socket, ours and the JDK's; the kernel may lack some. */
final class SupportedOptions {
  private SupportedOptions() {}

  static Set<SocketOption<?>> of(ProtocolFamily family, SocketType type) {
    Set<SocketOption<?>> all = new HashSet<>(SocketOptions.ALL);
    all.addAll(TimestampOptions.ALL);
    all.addAll(FilterOptions.ALL);
    all.add(StandardSocketOptions.SO_SNDBUF);
    all.add(StandardSocketOptions.SO_RCVBUF);
    all.add(StandardSocketOptions.SO_LINGER);
    if (family == StandardProtocolFamily.INET || family == StandardProtocolFamily.INET6) {
      addIp(all, type, family == StandardProtocolFamily.INET6);
    } else {
      all.addAll(UnixOptions.ALL);
    }
    return Set.copyOf(all);
  }

  private static void addIp(Set<SocketOption<?>> all, SocketType type, boolean inet6) {
    all.add(StandardSocketOptions.SO_REUSEADDR);
    all.add(StandardSocketOptions.SO_REUSEPORT);
    all.add(StandardSocketOptions.IP_TOS);
    all.addAll(IpOptions.ALL);
    if (inet6) {
      all.addAll(Ipv6Options.ALL);
      all.addAll(Ipv6HeaderOptions.ALL);
    }
    if (type == SocketType.STREAM) {
      all.addAll(TcpOptions.ALL);
      all.addAll(TcpRepairOptions.ALL);
      all.add(StandardSocketOptions.SO_KEEPALIVE);
      all.add(StandardSocketOptions.TCP_NODELAY);
      return;
    }
    all.addAll(IpMulticastOptions.ALL);
    all.addAll(inet6 ? Ipv6MulticastOptions.ALL : List.of());
    all.addAll(type == SocketType.DATAGRAM ? UdpOptions.ALL : List.of());
    all.add(StandardSocketOptions.SO_BROADCAST);
    all.add(StandardSocketOptions.IP_MULTICAST_IF);
    all.add(StandardSocketOptions.IP_MULTICAST_LOOP);
    all.add(StandardSocketOptions.IP_MULTICAST_TTL);
  }
}
