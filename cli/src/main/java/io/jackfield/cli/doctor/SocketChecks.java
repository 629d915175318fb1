package io.jackfield.cli.doctor;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.KernelFamily;
import io.jackfield.socket.netlink.NetworkLink;
import io.jackfield.socket.netlink.NetworkLinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which sockets this kernel has, and which this user may open: each is tried. */
final class SocketChecks {
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int NAMES_SHOWN = 6;

  private static final String RAW_REMEDY = "raw sockets need root or CAP_NET_RAW";

  private final KernelFiles kernel;

  SocketChecks(KernelFiles kernel) {
    this.kernel = kernel;
  }

  List<Finding> findings() {
    return List.of(
        Finding.tried("IPv4", "switch loopback on: ip link set lo up", () -> bound("127.0.0.1"))
            .asNeeded(),
        Finding.tried(
            "IPv6",
            "ip link set lo up, sysctl -w net.ipv6.conf.lo.disable_ipv6=0",
            () -> bound("::1")),
        Finding.tried("Unix", "", SocketChecks::unix).asNeeded(),
        Finding.tried("netlink", "", SocketChecks::netlink),
        Finding.tried(
            "vsock",
            "only virtual machines and their hosts have it",
            () -> opened(KernelFamily.VSOCK, SocketType.STREAM, 0, "can be opened")),
        Finding.tried(
            "packet",
            RAW_REMEDY,
            () -> opened(KernelFamily.PACKET, SocketType.RAW, 0, "can be opened")),
        Finding.tried("raw ICMP", RAW_REMEDY, () -> icmp(SocketType.RAW)),
        Finding.tried("unprivileged ICMP", pingRemedy(), () -> icmp(SocketType.DATAGRAM)),
        Finding.tried("reuse-port", "", SocketChecks::reusePort));
  }

  private static String bound(String host) throws IOException {
    var address = new InetSocketAddress(InetAddress.ofLiteral(host), 0);
    try (Socket socket = Socket.openFor(address, SocketType.STREAM)) {
      socket.bind(address).listen(1);
      return host + " can be listened on";
    }
  }

  private static String unix() throws IOException {
    for (SocketType type :
        List.of(SocketType.STREAM, SocketType.DATAGRAM, SocketType.SEQUENCED_PACKET)) {
      for (Socket socket : Socket.pair(type)) {
        socket.close();
      }
    }
    return "streams, datagrams, sequenced packets";
  }

  private static String netlink() throws IOException {
    List<String> names = NetworkLinks.list().stream().map(NetworkLink::name).toList();
    return "%d interface%s: %s%s"
        .formatted(
            names.size(),
            names.size() == 1 ? "" : "s",
            names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", ")),
            names.size() > NAMES_SHOWN ? ", …" : "");
  }

  private static String opened(ProtocolFamily family, SocketType type, int protocol, String detail)
      throws IOException {
    Socket.open(family, type, protocol).close();
    return detail;
  }

  /** Without IPv6 in the kernel, ICMP alone is enough. */
  private static String icmp(SocketType type) throws IOException {
    String v4 = opened(StandardProtocolFamily.INET, type, IPPROTO_ICMP, "ICMP");
    try {
      return opened(StandardProtocolFamily.INET6, type, IPPROTO_ICMPV6, v4 + " and ICMPv6");
    } catch (IOException e) {
      return v4 + "; no ICMPv6: " + Reasons.of(e);
    }
  }

  private String pingRemedy() {
    String range = kernel.setting("net.ipv4.ping_group_range");
    return "sysctl -w net.ipv4.ping_group_range='0 2147483647'"
        + Stream.ofNullable(range).map(now -> " (now '" + now + "')").collect(Collectors.joining());
  }

  private static String reusePort() throws IOException {
    try (Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      socket.setOption(SocketOptions.REUSE_PORT, true);
      return "processes can share a port";
    }
  }
}
