package io.jackfield.socket;

import static io.jackfield.socket.Capability.CAP_NET_ADMIN;
import static io.jackfield.socket.OptionRow.absentHere;
import static io.jackfield.socket.OptionRow.flag;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.readsBack;
import static io.jackfield.socket.OptionRow.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The rows of {@link SocketOptions}. */
final class SocketRows {
  private static final Capability[] ADMIN = {CAP_NET_ADMIN};

  private SocketRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(plain(), observed(), privileged()).flatMap(List::stream);
  }

  private static List<OptionRow> plain() {
    return List.of(
        flag(SocketOptions.DONT_ROUTE, On.UDP4),
        flag(SocketOptions.KEEP_ALIVE, On.TCP4),
        flag(SocketOptions.NO_CHECKSUM, On.UDP4),
        readsBack(SocketOptions.PRIORITY, On.UDP4, 0, 6),
        readsBack(SocketOptions.RECEIVE_LOW_WATER, On.TCP4, 1, 100),
        readsBack(SocketOptions.RECEIVE_TIMEOUT, On.TCP4, Duration.ofMillis(1_500), Duration.ZERO),
        readsBack(SocketOptions.SEND_TIMEOUT, On.TCP4, Duration.ofMillis(2_500), Duration.ZERO),
        flag(SocketOptions.REPORT_WIFI_STATUS, On.UDP4),
        flag(SocketOptions.CHECKSUM_GIVEN, On.UDP4),
        flag(SocketOptions.SELECT_ERROR_QUEUE, On.UDP4),
        readsBack(SocketOptions.MAX_PACING_RATE, On.TCP4, 1_000_000L, 1L << 40, -1L),
        readsBack(SocketOptions.INCOMING_CPU, On.UDP4, 0),
        flag(SocketOptions.ZERO_COPY, On.TCP4),
        readsBack(SocketOptions.BIND_TO_INTERFACE, On.UDP4, loopback()),
        absentHere(
            SocketOptions.RESERVED_MEMORY,
            On.TCP4,
            1 << 20,
            "EOPNOTSUPP",
            "the process is in no control group that counts memory"),
        readsBack(SocketOptions.REHASH, On.TCP4, 0, 1));
  }

  private static List<OptionRow> privileged() {
    return List.of(
        flag(SocketOptions.DEBUG, On.TCP4, CAP_NET_ADMIN),
        readsBack(SocketOptions.BUSY_POLL, On.UDP4, ADMIN, Duration.ofNanos(50_000), Duration.ZERO),
        flag(SocketOptions.PREFER_BUSY_POLL, On.UDP4, CAP_NET_ADMIN),
        readsBack(SocketOptions.MARK, On.UDP4, ADMIN, 7, -1));
  }

  private static List<OptionRow> observed() {
    return List.of(
        row(SocketOptions.TYPE, "is that of the socket", SocketRows::tellsWhatItIs),
        row(SocketOptions.PROTOCOL, "is that of the socket", SocketRows::tellsWhatItIs),
        row(SocketOptions.DOMAIN, "is that of the socket", SocketRows::tellsWhatItIs),
        row(SocketOptions.ERROR, "is told once", SocketRows::tellsAnErrorOnce),
        row(SocketOptions.BROADCAST, "lets broadcasts out", SocketRows::broadcasts),
        row(SocketOptions.REUSE_ADDRESS, "lets UDP sockets share", SocketRows::sharesByAddress),
        row(SocketOptions.REUSE_PORT, "lets listeners share", SocketRows::sharesByPort),
        row(SocketOptions.BSD_COMPATIBILITY, "does nothing", SocketRows::bsdDoesNothing),
        row(SocketOptions.BIND_TO_DEVICE, "lets one device in", SocketRows::bindsToADevice),
        row(SocketOptions.ACCEPTS_CONNECTIONS, "is of listeners", SocketRows::tellsListeners),
        row(SocketOptions.CONNECTION_ADVICE, "is taken", SocketRows::takesAdvice),
        row(SocketOptions.INCOMING_NAPI_ID, "is 0 on loopback", SocketRows::napiIdIsZero),
        row(SocketOptions.COOKIE, "is the socket's own", SocketRows::cookieIsItsOwn),
        row(SocketOptions.BUSY_POLL_BUDGET, "has 16 bits", SocketRows::pollBudgetHas16Bits),
        row(SocketOptions.NAMESPACE_COOKIE, "is the namespace's", SocketRows::namespacesDiffer));
  }

  static int loopback() {
    try {
      return requireNonNull(NetworkInterface.getByName("lo")).getIndex();
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void tellsWhatItIs() throws IOException {
    try (Socket tcp = On.TCP4.open();
        Socket udp = On.UDP6.open()) {
      assertThat(tcp.getOption(SocketOptions.TYPE)).isEqualTo(1);
      assertThat(udp.getOption(SocketOptions.TYPE)).isEqualTo(2);
      assertThat(tcp.getOption(SocketOptions.PROTOCOL)).isEqualTo(6);
      assertThat(udp.getOption(SocketOptions.PROTOCOL)).isEqualTo(17);
      assertThat(tcp.getOption(SocketOptions.DOMAIN)).isEqualTo(2);
      assertThat(udp.getOption(SocketOptions.DOMAIN)).isEqualTo(10);
      assertThatThrownBy(() -> tcp.setOption(SocketOptions.TYPE, 2))
          .isInstanceOf(OptionAccessException.class)
          .hasMessage("SO_TYPE can only be read");
    }
  }

  private static void tellsAnErrorOnce() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.sender().connect(pair.address());
      pair.receiver().close();
      pair.sender().send(Pairs.bytes("anybody?"));
      int errno = 0;
      while (errno == 0) {
        errno = pair.sender().getOption(SocketOptions.ERROR);
      }
      assertThat(new Errno(errno).symbol()).isEqualTo("ECONNREFUSED");
      assertThat(pair.sender().getOption(SocketOptions.ERROR)).isZero();
    }
  }

  private static void broadcasts() throws IOException {
    try (Socket receiver = On.UDP4.open();
        Socket sender = On.UDP4.open()) {
      receiver.bind(new InetSocketAddress(0)).timeout(Duration.ofSeconds(10));
      int port = ((InetSocketAddress) requireNonNull(receiver.localAddress())).getPort();
      var everybody = new InetSocketAddress(InetAddress.ofLiteral("127.255.255.255"), port);
      assertThatThrownBy(() -> sender.sendTo(Pairs.bytes("all"), everybody))
          .isInstanceOf(PermissionDeniedException.class);
      readsAsSet(sender, SocketOptions.BROADCAST, false, true);
      sender.sendTo(Pairs.bytes("all"), everybody);
      assertThat(receiver.receive(ByteBuffer.allocate(8))).isEqualTo(3);
    }
  }

  private static void sharesByAddress() throws IOException {
    shares(SocketOptions.REUSE_ADDRESS, On.UDP4);
  }

  private static void sharesByPort() throws IOException {
    shares(SocketOptions.REUSE_PORT, On.TCP4);
  }

  private static void shares(KernelOption<Boolean> option, On on) throws IOException {
    try (Socket first = on.open();
        Socket second = on.open()) {
      first
          .setOption(option, true)
          .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      SocketAddress at = requireNonNull(first.localAddress());
      assertThatThrownBy(() -> second.bind(at)).isInstanceOf(AddressInUseException.class);
      readsAsSet(second, option, false, true);
      second.bind(at);
      if (on == On.TCP4) {
        first.listen();
        second.listen();
      }
    }
  }

  private static void bsdDoesNothing() throws IOException {
    try (Socket socket = On.UDP4.open()) {
      socket.setOption(SocketOptions.BSD_COMPATIBILITY, true);
      assertThat(socket.getOption(SocketOptions.BSD_COMPATIBILITY)).isFalse();
    }
  }

  private static void bindsToADevice() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), SocketOptions.BIND_TO_DEVICE, "", "lo");
      assertThat(pair.receiver().getOption(SocketOptions.BIND_TO_INTERFACE)).isEqualTo(loopback());
      pair.send("through lo");
      assertThat(pair.receive()).isEqualTo("through lo");
      assertThatThrownBy(() -> pair.sender().setOption(SocketOptions.BIND_TO_DEVICE, "nowhere0"))
          .hasMessageContaining("ENODEV");
    }
  }

  private static void tellsListeners() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      assertThat(pair.listener().getOption(SocketOptions.ACCEPTS_CONNECTIONS)).isTrue();
      assertThat(pair.client().getOption(SocketOptions.ACCEPTS_CONNECTIONS)).isFalse();
    }
  }

  private static void takesAdvice() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().setOption(SocketOptions.CONNECTION_ADVICE, 1);
      pair.client().sendAll(Pairs.bytes("on"));
      assertThat(pair.server().receive(ByteBuffer.allocate(2))).isEqualTo(2);
    }
  }

  private static void napiIdIsZero() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.send("x");
      pair.receive();
      assertThat(pair.receiver().getOption(SocketOptions.INCOMING_NAPI_ID)).isZero();
    }
  }

  private static void cookieIsItsOwn() throws IOException {
    try (Socket one = On.UDP4.open();
        Socket other = On.UDP4.open()) {
      Long cookie = one.getOption(SocketOptions.COOKIE);
      assertThat(cookie).isPositive().isEqualTo(one.getOption(SocketOptions.COOKIE));
      assertThat(cookie).isNotEqualTo(other.getOption(SocketOptions.COOKIE));
    }
  }

  private static void pollBudgetHas16Bits() throws IOException {
    try (Socket socket = On.UDP4.open()) {
      CAP_NET_ADMIN.assume();
      socket.setOption(SocketOptions.BUSY_POLL_BUDGET, 65_535);
      assertThatThrownBy(() -> socket.setOption(SocketOptions.BUSY_POLL_BUDGET, 65_536))
          .hasMessageContaining("EINVAL");
    }
  }

  private static void namespacesDiffer() throws Exception {
    long here = namespace();
    assertThat(here).isPositive().isEqualTo(namespace());
    assertThat(NetworkNamespace.run(List.of(), SocketRows::namespace)).isNotEqualTo(here);
  }

  private static long namespace() throws IOException {
    try (Socket socket = On.UDP4.open()) {
      return socket.getOption(SocketOptions.NAMESPACE_COOKIE);
    }
  }
}
