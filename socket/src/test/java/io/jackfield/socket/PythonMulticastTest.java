package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.linux.NetworkNamespace;
import io.jackfield.socket.option.MulticastInterface;
import io.jackfield.socket.option.MulticastMembership;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups on loopback, with CPython as the other member. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PythonMulticastTest {
  private static final InetAddress GROUP = InetAddress.ofLiteral("239.7.7.7");
  private static final InetAddress GROUP6 = InetAddress.ofLiteral("ff15::7777");

  /** Hears us in the group, then sends to it itself. */
  private static final String MEMBER =
      """
      group, port, six = sys.argv[1], int(sys.argv[2]), ':' in sys.argv[1]
      lo = socket.if_nametoindex('lo')
      s = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
      s.settimeout(10)
      s.bind(('::' if six else '0.0.0.0', 0))
      if six:
          member = socket.inet_pton(socket.AF_INET6, group) + struct.pack('@I', lo)
          s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, member)
          s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, lo)
      else:
          here = socket.inet_aton('127.0.0.1')
          s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + here)
          s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, here)
      print(s.getsockname()[1], flush=True)
      print(s.recv(100).decode(), flush=True)
      s.sendto(b'from python', (group, port))
      """;

  @Test
  void bothHearTheGroupOfIpv4() throws Exception {
    try (Socket socket = member("0.0.0.0")) {
      int loopback = SocketRows.loopback();
      socket.setOption(
          IpMulticastOptions.INTERFACE,
          new MulticastInterface((Inet4Address) InetAddress.ofLiteral("127.0.0.1"), 0));
      socket.setOption(IpMulticastOptions.JOIN, new MulticastMembership(GROUP, loopback));
      assertThat(meet(socket, GROUP)).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    }
  }

  /** In a network of its own: that of the machine has no route for groups on loopback. */
  @Test
  void bothHearTheGroupOfIpv6() throws Exception {
    InetAddress source =
        NetworkNamespace.run(
            List.of("-6 route add local ff00::/8 dev lo table local"),
            () -> {
              try (Socket socket = member("::")) {
                int loopback = SocketRows.loopback();
                socket.setOption(Ipv6MulticastOptions.INTERFACE, loopback);
                socket.setOption(
                    Ipv6MulticastOptions.JOIN, new MulticastMembership(GROUP6, loopback));
                return meet(socket, Inet6Address.getByAddress(null, GROUP6.getAddress(), loopback));
              }
            });
    assertThat(source).isEqualTo(InetAddress.ofLiteral("::1"));
  }

  private static Socket member(String any) throws Exception {
    var at = new InetSocketAddress(InetAddress.ofLiteral(any), 0);
    return Socket.openFor(at, SocketType.DATAGRAM).bind(at).timeout(Duration.ofSeconds(10));
  }

  /** Sends to the member and hears from it; returns where that came from. */
  private static InetAddress meet(Socket socket, InetAddress group) throws Exception {
    int own = ((InetSocketAddress) requireNonNull(socket.localAddress())).getPort();
    String name = group.getHostAddress().replaceAll("%.*", "");
    try (Python python = Python.start(MEMBER, name, own)) {
      int port = Integer.parseInt(python.line());
      socket.sendTo(Pairs.bytes("from us"), new InetSocketAddress(group, port));
      assertThat(python.line()).isEqualTo("from us");
      ByteBuffer into = ByteBuffer.allocate(32);
      ReceivedDatagram heard = requireNonNull(socket.receiveFrom(into));
      assertThat(Pairs.text(into)).isEqualTo("from python");
      python.end();
      return ((InetSocketAddress) requireNonNull(heard.source())).getAddress();
    }
  }
}
