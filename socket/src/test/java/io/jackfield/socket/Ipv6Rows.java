package io.jackfield.socket;

import static io.jackfield.socket.Capability.CAP_NET_ADMIN;
import static io.jackfield.socket.OptionRow.flag;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.readsBack;
import static io.jackfield.socket.OptionRow.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.ControlMessage.PacketInfo;
import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.linux.NetworkNamespace;
import io.jackfield.socket.option.AddressPreferences;
import io.jackfield.socket.option.AddressPreferences.Preference;
import io.jackfield.socket.option.FlowLabel;
import io.jackfield.socket.option.FlowLabel.Action;
import io.jackfield.socket.option.FlowLabel.Share;
import io.jackfield.socket.option.Ipv6Source;
import io.jackfield.socket.option.PathMtuDiscovery;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of {@link Ipv6Options}. */
final class Ipv6Rows {
  private static final int IPPROTO_RAW = 255;
  private static final int IPV6_ORIGDSTADDR = 74;
  private static final Inet6Address LOOPBACK = (Inet6Address) InetAddress.ofLiteral("::1");

  /** Nobody's: RFC 3849. */
  private static final InetSocketAddress ELSEWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("2001:db8::77"), 0);

  private Ipv6Rows() {}

  static Stream<OptionRow> all() {
    return Stream.concat(packets(), sockets());
  }

  private static Stream<OptionRow> packets() {
    return Stream.of(
        flag(Ipv6Options.REPORT_FLOW_INFO, On.UDP6),
        row(Ipv6Options.UNICAST_HOPS, "are seen by the receiver", Ipv6Rows::hopsArrive),
        row(Ipv6Options.REPORT_HOP_LIMIT, "tells them", Ipv6Rows::hopsArrive),
        row(Ipv6Options.TRAFFIC_CLASS, "is seen by the receiver", Ipv6Rows::classArrives),
        row(Ipv6Options.REPORT_TRAFFIC_CLASS, "tells it", Ipv6Rows::classArrives),
        row(Ipv6Options.ERROR_QUEUE, "keeps what went wrong", Ipv6Rows::keepsErrors),
        flag(Ipv6Options.ERROR_QUEUE_RFC4884, On.UDP6),
        row(Ipv6Options.REPORT_PACKET_INFO, "tells address and device", Ipv6Rows::infoArrives),
        row(Ipv6Options.SOURCE, "is the device", Ipv6Rows::deviceIsChosen),
        flag(Ipv6Options.REPORT_PATH_MTU, On.UDP6),
        row(Ipv6Options.REPORT_ORIGINAL_DESTINATION, "tells it", Ipv6Rows::destinationArrives),
        flag(Ipv6Options.REPORT_FRAGMENT_SIZE, On.UDP6));
  }

  private static Stream<OptionRow> sockets() {
    return Stream.of(
        row(Ipv6Options.ADDRESS_FORM, "makes it an IPv4 socket", Ipv6Rows::becomesIpv4),
        readsBack(Ipv6Options.CHECKSUM, On.RAW6, 2, -1),
        row(Ipv6Options.ROUTER_ALERT, "is of protocol 255", Ipv6Rows::alertsRouters),
        flag(Ipv6Options.ROUTER_ALERT_ISOLATED, On.RAW6),
        readsBack(Ipv6Options.MTU_DISCOVERY, On.UDP6, PathMtuDiscovery.values()),
        row(Ipv6Options.MTU, "is that of lo", Ipv6Rows::mtuOfLoopback),
        row(Ipv6Options.PATH_MTU, "is that of lo", Ipv6Rows::mtuOfLoopback),
        row(Ipv6Options.V6_ONLY, "leaves IPv4 to others", Ipv6Rows::leavesIpv4),
        row(Ipv6Options.FLOW_LABEL, "is taken and given back", Ipv6Rows::labelsAreKept),
        flag(Ipv6Options.SEND_FLOW_INFO, On.UDP6),
        flag(Ipv6Options.HEADER_INCLUDED, On.RAW6),
        flag(Ipv6Options.DONT_FRAGMENT, On.UDP6),
        flag(Ipv6Options.AUTOMATIC_FLOW_LABEL, On.UDP6),
        row(Ipv6Options.ADDRESS_PREFERENCES, "do not contradict", Ipv6Rows::preferencesAreKept),
        readsBack(Ipv6Options.MIN_HOP_LIMIT, On.TCP6, 255, 1, 0),
        row(
            Ipv6Options.TRANSPARENT,
            "binds to what is not there",
            () -> {
              CAP_NET_ADMIN.assume();
              binds(Ipv6Options.TRANSPARENT);
            }),
        row(
            Ipv6Options.FREE_BIND,
            "binds to what is not there",
            () -> binds(Ipv6Options.FREE_BIND)),
        readsBack(Ipv6Options.UNICAST_INTERFACE, On.UDP6, SocketRows.loopback(), 0),
        row(
            Ipv6Options.ORIGINAL_DESTINATION,
            "is where a redirected connection went",
            () -> IpRows.redirected("::1", Ipv6Options.ORIGINAL_DESTINATION)));
  }

  private static void hopsArrive() throws IOException {
    try (Datagrams pair = Datagrams.inet6()) {
      readsAsSet(pair.receiver(), Ipv6Options.REPORT_HOP_LIMIT, false, true);
      readsAsSet(pair.sender(), Ipv6Options.UNICAST_HOPS, 0, 255, 7);
      assertThat(pair.control()).containsExactly(new ControlMessage.HopLimit(7, true));
      pair.sender().setOption(Ipv6Options.UNICAST_HOPS, -1);
      assertThat(pair.sender().getOption(Ipv6Options.UNICAST_HOPS)).isGreaterThan(7);
    }
  }

  private static void classArrives() throws IOException {
    try (Datagrams pair = Datagrams.inet6()) {
      readsAsSet(pair.receiver(), Ipv6Options.REPORT_TRAFFIC_CLASS, false, true);
      readsAsSet(pair.sender(), Ipv6Options.TRAFFIC_CLASS, 0, 0xb8);
      assertThat(pair.control()).containsExactly(new ControlMessage.TrafficClass(0xb8, true));
      pair.sender().setOption(Ipv6Options.TRAFFIC_CLASS, -1);
      assertThat(pair.sender().getOption(Ipv6Options.TRAFFIC_CLASS)).isZero();
    }
  }

  private static void keepsErrors() throws IOException {
    try (Datagrams pair = Datagrams.inet6()) {
      readsAsSet(pair.sender(), Ipv6Options.ERROR_QUEUE, false, true);
      var gone = pair.address();
      pair.receiver().close();
      pair.sender().sendTo(Pairs.bytes("x"), gone);
      ReceivedMessage message = null;
      while (message == null) {
        message =
            pair.sender()
                .receiveMessage(List.of(ByteBuffer.allocate(8)), 512, MessageFlag.ERROR_QUEUE);
      }
      assertThat(message.control()).hasExactlyElementsOfTypes(ControlMessage.ExtendedError.class);
    }
  }

  private static void infoArrives() throws IOException {
    try (Datagrams pair = Datagrams.inet6()) {
      readsAsSet(pair.receiver(), Ipv6Options.REPORT_PACKET_INFO, false, true);
      assertThat(pair.control()).containsExactly(new PacketInfo(LOOPBACK, SocketRows.loopback()));
    }
  }

  private static void deviceIsChosen() throws Exception {
    var any = (Inet6Address) InetAddress.ofLiteral("::");
    NetworkNamespace.run(
        List.of("link add v0 type veth peer name v1", "link set v0 up"),
        () -> {
          try (Datagrams pair = Datagrams.inet6()) {
            pair.sender().setOption(Ipv6Options.SOURCE, new Ipv6Source(any, SocketRows.loopback()));
            pair.send("x");
            int other = SocketRows.loopback() + 1;
            pair.sender().setOption(Ipv6Options.SOURCE, new Ipv6Source(any, other));
            assertThatThrownBy(() -> pair.send("x")).isInstanceOf(UnreachableException.class);
          }
          return true;
        });
  }

  private static void destinationArrives() throws IOException {
    try (Datagrams pair = Datagrams.inet6()) {
      readsAsSet(pair.receiver(), Ipv6Options.REPORT_ORIGINAL_DESTINATION, false, true);
      var other = pair.control(ControlMessage.Other.class);
      assertThat(other.type()).isEqualTo(IPV6_ORIGDSTADDR);
      assertThat(KernelAddresses.socket(other.data().slice().order(ByteOrder.nativeOrder()), 0))
          .isEqualTo(pair.address());
    }
  }

  private static void becomesIpv4() throws IOException {
    try (Socket listener =
            Pairs.listener(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        Socket socket = On.TCP6.open()) {
      socket.connect(requireNonNull(listener.localAddress()));
      assertThat(socket.getOption(Ipv6Options.ADDRESS_FORM)).isEqualTo(10);
      socket.setOption(Ipv6Options.ADDRESS_FORM, 2);
      assertThat(socket.getOption(SocketOptions.DOMAIN)).isEqualTo(2);
      socket.sendAll(Pairs.bytes("still there"));
      try (Socket server = requireNonNull(listener.accept())) {
        assertThat(server.receive(ByteBuffer.allocate(16))).isEqualTo(11);
      }
    }
  }

  private static void alertsRouters() throws IOException {
    Capability.CAP_NET_RAW.assume();
    try (Socket socket = Socket.open(StandardProtocolFamily.INET6, SocketType.RAW, IPPROTO_RAW);
        Socket other = On.RAW6.open()) {
      assertThat(socket.getOption(Ipv6Options.ROUTER_ALERT)).isZero();
      socket.setOption(Ipv6Options.ROUTER_ALERT, 1);
      assertThat(socket.getOption(Ipv6Options.ROUTER_ALERT)).isEqualTo(1);
      assertThatThrownBy(() -> other.setOption(Ipv6Options.ROUTER_ALERT, 1))
          .hasMessageContaining("ENOPROTOOPT");
    }
  }

  private static void mtuOfLoopback() throws IOException {
    try (Datagrams pair = Datagrams.inet6()) {
      assertThatThrownBy(() -> pair.sender().getOption(Ipv6Options.MTU))
          .hasMessageContaining("ENOTCONN");
      pair.sender().connect(pair.address());
      int mtu = requireNonNull(NetworkInterface.getByName("lo")).getMTU();
      assertThat(pair.sender().getOption(Ipv6Options.MTU)).isEqualTo(mtu);
      assertThat(pair.sender().getOption(Ipv6Options.PATH_MTU)).isEqualTo(mtu);

      pair.sender().setOption(Ipv6Options.MTU, 1_280);
      assertThatThrownBy(() -> pair.sender().setOption(Ipv6Options.MTU, 1_279))
          .hasMessageContaining("EINVAL");
    }
  }

  private static void leavesIpv4() throws IOException {
    try (Socket six = On.TCP6.open();
        Socket four = On.TCP4.open()) {
      readsAsSet(six, Ipv6Options.V6_ONLY, false, true);
      six.bind(new InetSocketAddress(InetAddress.ofLiteral("::"), 0)).listen();
      int port = ((InetSocketAddress) requireNonNull(six.localAddress())).getPort();
      four.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port)).listen();
    }
  }

  private static FlowLabel label(Action action, FlowLabel.Flag... flags) {
    return new FlowLabel(
        LOOPBACK,
        0x12345,
        action,
        Share.EXCLUSIVE,
        Set.of(flags),
        Duration.ofSeconds(10),
        Duration.ofSeconds(6));
  }

  private static void labelsAreKept() throws Exception {
    NetworkNamespace.run(
        List.of(),
        () -> {
          // Else the kernel refuses to reflect.
          Files.writeString(Path.of("/proc/sys/net/ipv6/flowlabel_consistency"), "0");
          try (Socket one = On.UDP6.open();
              Socket other = On.TCP6.open()) {
            FlowLabel taken = label(Action.GET, FlowLabel.Flag.CREATE, FlowLabel.Flag.EXCLUSIVE);
            one.setOption(Ipv6Options.FLOW_LABEL, taken);
            assertThatThrownBy(() -> other.setOption(Ipv6Options.FLOW_LABEL, taken))
                .hasMessageContaining("EEXIST");
            one.setOption(Ipv6Options.FLOW_LABEL, label(Action.RENEW));
            one.setOption(Ipv6Options.FLOW_LABEL, label(Action.PUT));
            assertThatThrownBy(() -> one.setOption(Ipv6Options.FLOW_LABEL, label(Action.PUT)))
                .hasMessageContaining("ESRCH");
            other.setOption(Ipv6Options.FLOW_LABEL, label(Action.GET, FlowLabel.Flag.REFLECT));
            FlowLabel reflected = other.getOption(Ipv6Options.FLOW_LABEL.asking(label(Action.GET)));
            assertThat(reflected.label()).isZero();
          }
          return true;
        });
  }

  private static void preferencesAreKept() throws IOException {
    try (Socket socket = On.UDP6.open()) {
      for (Preference preference : new Preference[] {Preference.TEMPORARY, Preference.PUBLIC}) {
        socket.setOption(
            Ipv6Options.ADDRESS_PREFERENCES, AddressPreferences.of(preference, Preference.HOME));
        assertThat(socket.getOption(Ipv6Options.ADDRESS_PREFERENCES))
            .isEqualTo(AddressPreferences.of(preference, Preference.HOME));
      }
      assertThatThrownBy(() ->
              socket.setOption(
                  Ipv6Options.ADDRESS_PREFERENCES,
                  AddressPreferences.of(Preference.TEMPORARY, Preference.PUBLIC)))
          .hasMessageContaining("EINVAL");
    }
  }

  private static void binds(KernelOption<Boolean> option) throws IOException {
    try (Socket socket = On.UDP6.open()) {
      assertThatThrownBy(() -> socket.bind(ELSEWHERE))
          .isInstanceOf(AddressUnavailableException.class);
      readsAsSet(socket, option, false, true);
      socket.bind(ELSEWHERE);
    }
  }
}
