package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jackfield.socket.address.Addresses;
import io.jackfield.socket.linux.NetworkNamespace;
import io.jackfield.socket.netlink.NetworkLinks;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** IPv6 addresses that mean something on one interface only, and IPv4 ones among IPv6. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ScopeTest {
  private static final List<String> TWO_DEVICES =
      List.of(
          "link add v0 type veth peer name v1",
          "addr add fe80::aaaa/64 dev v0 nodad",
          "addr add fe80::bbbb/64 dev v1 nodad",
          "addr add fe80::cccc/64 dev lo nodad",
          "link set v0 up",
          "link set v1 up");

  /** By netlink: the JDK finds no interface without IPv4 in a network that is not the process's. */
  private static int index(String device) throws IOException {
    return NetworkLinks.list().stream()
        .filter(link -> link.name().equals(device))
        .findFirst()
        .orElseThrow()
        .index();
  }

  private static InetSocketAddress scoped(String host, String device) throws IOException {
    byte[] bytes = InetAddress.ofLiteral(host).getAddress();
    return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, index(device)), 0);
  }

  private static InetSocketAddress local(Socket socket) throws IOException {
    return (InetSocketAddress) requireNonNull(socket.localAddress());
  }

  private static int scope(InetSocketAddress address) {
    return ((Inet6Address) address.getAddress()).getScopeId();
  }

  @Test
  void aConnectionHasItsScopeAtBothEndsAndForPython() throws Exception {
    NetworkNamespace.run(
        TWO_DEVICES,
        () -> {
          try (Socket listener = Pairs.listener(scoped("fe80::aaaa", "v0"));
              Python python =
                  Python.start(
                      """
                      s = socket.socket(socket.AF_INET6)
                      s.connect((sys.argv[1], int(sys.argv[2]), 0, socket.if_nametoindex('v0')))
                      print(s.getsockname()[1], s.getpeername()[3] == socket.if_nametoindex('v0'))
                      """,
                      "fe80::aaaa",
                      local(listener).getPort());
              Socket peer = requireNonNull(listener.accept())) {
            assertThat(scope(local(listener))).isEqualTo(index("v0"));
            assertThat(scope(local(peer))).isEqualTo(index("v0"));
            var remote = (InetSocketAddress) requireNonNull(peer.remoteAddress());
            assertThat(scope(remote)).isEqualTo(index("v0"));
            assertThat(python.end()).isEqualTo(remote.getPort() + " True");
          }
          return true;
        });
  }

  @Test
  void aDatagramsSenderHasTheScopeOfWhereItCameIn() throws Exception {
    NetworkNamespace.run(
        TWO_DEVICES,
        () -> {
          try (Socket receiver =
                  Socket.open(StandardProtocolFamily.INET6, SocketType.DATAGRAM)
                      .timeout(Duration.ofSeconds(10))
                      .bind(new InetSocketAddress(InetAddress.ofLiteral("::"), 0));
              Socket sender = Socket.open(StandardProtocolFamily.INET6, SocketType.DATAGRAM)) {
            for (String device : List.of("v0", "lo")) {
              String host = device.equals("lo") ? "fe80::cccc" : "fe80::aaaa";
              InetAddress to = scoped(host, device).getAddress();
              sender.sendTo(Pairs.bytes("x"), new InetSocketAddress(to, local(receiver).getPort()));
              ReceivedDatagram received =
                  requireNonNull(receiver.receiveFrom(ByteBuffer.allocate(8)));
              var source = (InetSocketAddress) requireNonNull(received.source());
              assertThat(scope(source)).isEqualTo(index(device));
              assertThat(Addresses.text(source))
                  .isEqualTo("[%s%%%d]:%d".formatted(host, index(device), source.getPort()));
            }
          }
          return true;
        });
  }

  @Test
  void aLinkLocalAddressWithoutItsScopeIsRefusedAndOneOfAnotherIsNotThere() throws Exception {
    NetworkNamespace.run(
        TWO_DEVICES,
        () -> {
          var unscoped = new InetSocketAddress(InetAddress.ofLiteral("fe80::aaaa"), 0);
          try (Socket socket = Socket.openFor(unscoped, SocketType.STREAM)) {
            assertThatThrownBy(() -> socket.bind(unscoped))
                .isInstanceOf(KernelException.class)
                .hasMessage("bind [fe80::aaaa]:0: invalid argument (EINVAL)");
            int other = index("v1");
            assertThatThrownBy(() -> socket.bind(scoped("fe80::aaaa", "v1")))
                .isInstanceOf(AddressUnavailableException.class)
                .hasMessageStartingWith("bind [fe80::aaaa%" + other + "]:0: ");
          }
          return true;
        });
  }

  /** What people type: a name behind the per cent sign, or a number. */
  @Test
  void aScopeIsTypedByNameOrNumberAndWrittenAsTyped() throws IOException {
    Inet6Address own = linkLocal();
    String plain = Addresses.hostText(own).replaceAll("%.*", "");
    String name = requireNonNull(own.getScopedInterface()).getName();
    for (String typed : List.of(plain + "%" + name, plain + "%" + own.getScopeId())) {
      var at = new InetSocketAddress(InetAddress.ofLiteral(typed), 0);
      assertThat(Addresses.text(at)).isEqualTo("[" + typed + "]:0");
      try (Socket listener = Pairs.listener(at);
          Socket client = Socket.openFor(at, SocketType.STREAM)) {
        assertThat(client.connect(local(listener))).isTrue();
        assertThat(scope(local(client))).isEqualTo(own.getScopeId());
      }
    }
  }

  /** One of the machine's own. */
  private static Inet6Address linkLocal() throws IOException {
    List<Inet6Address> all =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
            .map(Inet6Address.class::cast)
            .toList();
    assumeFalse(all.isEmpty(), "no interface has a link-local address");
    return all.getFirst();
  }

  @Test
  void aDatagramOfIpv4ArrivesAtAnIpv6SocketAsOneOfIpv4AndIsAnswered() throws IOException {
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    try (Socket both =
            Socket.open(StandardProtocolFamily.INET6, SocketType.DATAGRAM)
                .timeout(Duration.ofSeconds(10))
                .bind(new InetSocketAddress(0));
        Socket four =
            Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)
                .timeout(Duration.ofSeconds(10))
                .bind(new InetSocketAddress(loopback, 0))) {
      four.sendTo(Pairs.bytes("x"), new InetSocketAddress(loopback, local(both).getPort()));
      ReceivedDatagram received = requireNonNull(both.receiveFrom(ByteBuffer.allocate(8)));
      assertThat(received.source()).isEqualTo(local(four));
      assertThat(local(four).getAddress()).isInstanceOf(Inet4Address.class);
      both.sendTo(Pairs.bytes("xy"), received.source());
      assertThat(four.receive(ByteBuffer.allocate(8))).isEqualTo(2);
    }
  }

  @Test
  void aV6OnlySocketLeavesThePortToIpv4AndSendsNothingThere() throws IOException {
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    try (Socket six =
            Socket.open(StandardProtocolFamily.INET6, SocketType.DATAGRAM)
                .setOption(Ipv6Options.V6_ONLY, true)
                .bind(new InetSocketAddress(InetAddress.ofLiteral("::"), 0));
        Socket four = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
      four.bind(new InetSocketAddress(loopback, local(six).getPort()));
      assertThatThrownBy(() -> six.sendTo(Pairs.bytes("x"), local(four)))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("ENETUNREACH");
      assertThat(four.available()).isZero();
      assertThat(six.available()).isZero();
    }
  }
}
