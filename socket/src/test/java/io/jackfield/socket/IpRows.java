package io.jackfield.socket;

import static io.jackfield.socket.Capability.CAP_NET_ADMIN;
import static io.jackfield.socket.OptionRow.flag;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.readsBack;
import static io.jackfield.socket.OptionRow.refused;
import static io.jackfield.socket.OptionRow.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.option.PathMtuDiscovery;
import io.jackfield.socket.option.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/** The rows of {@link IpOptions}. */
final class IpRows {
  /** The kernel's {@code IP_MAX_MTU}. */
  private static final int MAX_MTU = 65_535;

  private static final int IP_ORIGDSTADDR = 20;
  private static final int IP_RECVOPTS = 6;
  private static final int IP_RETOPTS = 7;
  private static final int IP_CHECKSUM = 23;

  /** Nobody's: RFC 5737. */
  private static final InetSocketAddress ELSEWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.77"), 0);

  /** No operation three times, the end. */
  private static final byte[] NOTHING_TO_DO = {1, 1, 1, 0};

  private IpRows() {}

  static Stream<OptionRow> all() {
    return Stream.concat(packets(), sockets());
  }

  private static Stream<OptionRow> packets() {
    return Stream.of(
        row(IpOptions.TYPE_OF_SERVICE, "is seen by the receiver", IpRows::typeOfServiceArrives),
        row(IpOptions.REPORT_TYPE_OF_SERVICE, "tells it", IpRows::typeOfServiceArrives),
        row(IpOptions.TIME_TO_LIVE, "is seen by the receiver", IpRows::timeToLiveArrives),
        row(IpOptions.REPORT_TIME_TO_LIVE, "tells it", IpRows::timeToLiveArrives),
        row(IpOptions.HEADER_OPTIONS, "arrive", IpRows::headerOptionsArrive),
        row(IpOptions.REPORT_OPTIONS, "tells them", IpRows::headerOptionsArrive),
        row(IpOptions.REPORT_RETURN_OPTIONS, "tells them", IpRows::returnOptionsArrive),
        row(IpOptions.REPORT_PACKET_INFO, "tells address and device", IpRows::packetInfoArrives),
        row(IpOptions.CONTROL_MESSAGES, "are what was asked for", IpRows::controlMessagesOfTcp),
        row(IpOptions.ERROR_QUEUE, "keeps what went wrong", IpRows::keepsErrors),
        flag(IpOptions.ERROR_QUEUE_RFC4884, On.UDP4),
        flag(IpOptions.REPORT_SECURITY, On.UDP4),
        row(IpOptions.REPORT_ORIGINAL_DESTINATION, "tells it", IpRows::originalDestination),
        row(IpOptions.REPORT_CHECKSUM, "tells one", IpRows::checksumArrives),
        flag(IpOptions.REPORT_FRAGMENT_SIZE, On.UDP4));
  }

  private static Stream<OptionRow> sockets() {
    return Stream.of(
        flag(IpOptions.HEADER_INCLUDED, On.RAW4),
        flag(IpOptions.ROUTER_ALERT, On.RAW4),
        readsBack(IpOptions.MTU_DISCOVERY, On.UDP4, PathMtuDiscovery.values()),
        row(IpOptions.MTU, "is that of lo", IpRows::mtuOfLoopback),
        row(IpOptions.FREE_BIND, "binds to what is not there", () -> binds(IpOptions.FREE_BIND)),
        row(
            IpOptions.TRANSPARENT,
            "binds to what is not there",
            () -> {
              CAP_NET_ADMIN.assume();
              binds(IpOptions.TRANSPARENT);
            }),
        readsBack(IpOptions.MIN_TIME_TO_LIVE, On.TCP4, 255, 1, 0),
        flag(IpOptions.NO_REASSEMBLY, On.RAW4),
        row(IpOptions.BIND_ADDRESS_NO_PORT, "leaves the port to connect", IpRows::portComesLater),
        readsBack(IpOptions.UNICAST_INTERFACE, On.UDP4, SocketRows.loopback(), 0),
        row(IpOptions.LOCAL_PORT_RANGE, "is where a port comes from", IpRows::portIsInRange),
        row(IpOptions.PROTOCOL, "is a raw socket's", IpRows::protocolOfRaw),
        row(
            IpOptions.ORIGINAL_DESTINATION,
            "is where a redirected connection went",
            () -> redirected("127.0.0.1", IpOptions.ORIGINAL_DESTINATION)));
  }

  private static void typeOfServiceArrives() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), IpOptions.REPORT_TYPE_OF_SERVICE, false, true);
      readsAsSet(pair.sender(), IpOptions.TYPE_OF_SERVICE, 0x10, 0xb8);
      assertThat(pair.control()).containsExactly(new ControlMessage.TrafficClass(0xb8, false));
    }
  }

  private static void timeToLiveArrives() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), IpOptions.REPORT_TIME_TO_LIVE, false, true);
      readsAsSet(pair.sender(), IpOptions.TIME_TO_LIVE, 255, 7);
      assertThat(pair.control()).containsExactly(new ControlMessage.HopLimit(7, false));
      pair.sender().setOption(IpOptions.TIME_TO_LIVE, -1);
      assertThat(pair.sender().getOption(IpOptions.TIME_TO_LIVE)).isGreaterThan(7);
      assertThatThrownBy(() -> pair.sender().setOption(IpOptions.TIME_TO_LIVE, 256))
          .hasMessageContaining("IP_TTL")
          .hasMessageContaining("EINVAL");
    }
  }

  private static byte[] bytes(ControlMessage.Other other) {
    byte[] bytes = new byte[other.data().remaining()];
    other.data().duplicate().get(bytes);
    return bytes;
  }

  private static void headerOptionsArrive() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.sender().setOption(IpOptions.HEADER_OPTIONS, NOTHING_TO_DO);
      assertThat(pair.sender().getOption(IpOptions.HEADER_OPTIONS)).isEqualTo(NOTHING_TO_DO);
      readsAsSet(pair.receiver(), IpOptions.REPORT_OPTIONS, false, true);
      var other = pair.control(ControlMessage.Other.class);
      assertThat(other.type()).isEqualTo(IP_RECVOPTS);
      assertThat(bytes(other)).isEqualTo(NOTHING_TO_DO);
    }
  }

  private static void returnOptionsArrive() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      // A recorded route is what an answer takes back: four bytes of room, at the fourth.
      pair.sender().setOption(IpOptions.HEADER_OPTIONS, new byte[] {7, 7, 4, 0, 0, 0, 0, 0});
      readsAsSet(pair.receiver(), IpOptions.REPORT_RETURN_OPTIONS, false, true);
      var other = pair.control(ControlMessage.Other.class);
      assertThat(other.type()).isEqualTo(IP_RETOPTS);
      assertThat(bytes(other)[0]).isEqualTo((byte) 7);
    }
  }

  private static void packetInfoArrives() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), IpOptions.REPORT_PACKET_INFO, false, true);
      assertThat(pair.control())
          .containsExactly(
              new ControlMessage.PacketInfo(
                  InetAddress.ofLiteral("127.0.0.1"), SocketRows.loopback()));
    }
  }

  private static void controlMessagesOfTcp() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      assertThat(pair.server().getOption(IpOptions.CONTROL_MESSAGES)).isEmpty();
      pair.server().setOption(IpOptions.REPORT_PACKET_INFO, true);
      assertThat(ControlCodec.decode(pair.server().getOption(IpOptions.CONTROL_MESSAGES)))
          .hasExactlyElementsOfTypes(ControlMessage.PacketInfo.class);
    }
  }

  private static void keepsErrors() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.sender(), IpOptions.ERROR_QUEUE, false, true);
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

  private static void originalDestination() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), IpOptions.REPORT_ORIGINAL_DESTINATION, false, true);
      var other = pair.control(ControlMessage.Other.class);
      assertThat(other.type()).isEqualTo(IP_ORIGDSTADDR);
      assertThat(KernelAddresses.socket(other.data().slice().order(ByteOrder.nativeOrder()), 0))
          .isEqualTo(pair.address());
    }
  }

  private static void checksumArrives() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), IpOptions.REPORT_CHECKSUM, false, true);
      // Loopback computes none: the kernel then has nothing to tell of.
      pair.send("x");
      assertThat(pair.controlOfNext())
          .allSatisfy(
              one -> assertThat(((ControlMessage.Other) one).type()).isEqualTo(IP_CHECKSUM));
    }
  }

  private static void mtuOfLoopback() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.sender().connect(pair.address());
      assertThat(pair.sender().getOption(IpOptions.MTU))
          .isEqualTo(Math.min(requireNonNull(NetworkInterface.getByName("lo")).getMTU(), MAX_MTU));
    }
  }

  private static void binds(KernelOption<Boolean> option) throws IOException {
    try (Socket socket = On.UDP4.open()) {
      assertThatThrownBy(() -> socket.bind(ELSEWHERE))
          .isInstanceOf(AddressUnavailableException.class);
      readsAsSet(socket, option, false, true);
      socket.bind(ELSEWHERE);
      assertThat(((InetSocketAddress) requireNonNull(socket.localAddress())).getAddress())
          .isEqualTo(ELSEWHERE.getAddress());
    }
  }

  private static int port(Socket socket) throws IOException {
    return ((InetSocketAddress) requireNonNull(socket.localAddress())).getPort();
  }

  private static void portComesLater() throws IOException {
    try (Socket listener =
            Pairs.listener(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        Socket socket = On.TCP4.open()) {
      readsAsSet(socket, IpOptions.BIND_ADDRESS_NO_PORT, false, true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      assertThat(port(socket)).isZero();
      socket.connect(requireNonNull(listener.localAddress()));
      assertThat(port(socket)).isPositive();
    }
  }

  private static void portIsInRange() throws IOException {
    try (Socket socket = On.UDP4.open()) {
      try {
        readsAsSet(
            socket,
            IpOptions.LOCAL_PORT_RANGE,
            new PortRange(0, 0),
            new PortRange(65_535, 65_535),
            new PortRange(40_000, 40_049));
      } catch (KernelException e) {
        refused(e, IpOptions.LOCAL_PORT_RANGE, "ENOPROTOOPT", "before Linux 6.3");
      }
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      assertThat(port(socket)).isBetween(40_000, 40_049);
    }
  }

  private static void protocolOfRaw() throws IOException {
    try (Socket socket = On.RAW4.open()) {
      assertThat(socket.getOption(IpOptions.PROTOCOL)).isEqualTo(OptionRow.EXPERIMENT);
    } catch (KernelException e) {
      refused(e, IpOptions.PROTOCOL, "ENOPROTOOPT", "before Linux 6.3");
    }
  }

  static void redirected(String host, KernelOption<InetSocketAddress> option) throws Exception {
    assertThat(Redirection.follow(host, option))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral(host), 9));
  }
}
