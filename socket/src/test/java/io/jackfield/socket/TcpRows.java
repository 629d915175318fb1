package io.jackfield.socket;

import static io.jackfield.socket.OptionRow.absentHere;
import static io.jackfield.socket.OptionRow.flag;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.readsBack;
import static io.jackfield.socket.OptionRow.refused;
import static io.jackfield.socket.OptionRow.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.option.TcpInfo;
import io.jackfield.socket.option.TcpState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The rows of {@link TcpOptions}. */
final class TcpRows {
  private static final int IPPROTO_MPTCP = 262;
  private static final int TCP_CM_INQ = 36;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private TcpRows() {}

  static Stream<OptionRow> all() {
    return Stream.concat(plain(), observed());
  }

  private static Stream<OptionRow> plain() {
    return Stream.of(
        flag(TcpOptions.NO_DELAY, On.TCP4),
        readsBack(TcpOptions.KEEP_ALIVE_IDLE, On.TCP4, seconds(1), seconds(32_767)),
        readsBack(TcpOptions.KEEP_ALIVE_INTERVAL, On.TCP4, seconds(1), seconds(32_767)),
        readsBack(TcpOptions.KEEP_ALIVE_COUNT, On.TCP4, 1, 127),
        readsBack(TcpOptions.SYN_COUNT, On.TCP4, 1, 127),
        readsBack(TcpOptions.FIN_WAIT_2_TIME, On.TCP4, seconds(10), seconds(-1)),
        readsBack(TcpOptions.WINDOW_CLAMP, On.TCP4, 20_000, 0),
        flag(TcpOptions.QUICK_ACK, On.TCP4),
        flag(TcpOptions.THIN_LINEAR_TIMEOUTS, On.TCP4),
        readsBack(TcpOptions.USER_TIMEOUT, On.TCP4, Duration.ofMillis(1_234), Duration.ZERO),
        readsBack(TcpOptions.NOT_SENT_LOW_WATER, On.TCP4, 16_384, 0),
        flag(TcpOptions.FAST_OPEN_NO_COOKIE, On.TCP4),
        readsBack(TcpOptions.SEND_DELAY, On.TCP4, Duration.ofNanos(1_500_000)),
        absentHere(
            TcpOptions.MAX_RETRANSMISSION_TIMEOUT,
            On.TCP4,
            seconds(5),
            "ENOPROTOOPT",
            "before Linux 6.15"),
        absentHere(
            TcpOptions.MIN_RETRANSMISSION_TIMEOUT,
            On.TCP4,
            Duration.ofMillis(52),
            "ENOPROTOOPT",
            "before Linux 6.15"),
        absentHere(
            TcpOptions.MAX_ACK_DELAY,
            On.TCP4,
            Duration.ofMillis(20),
            "ENOPROTOOPT",
            "before Linux 6.15"));
  }

  private static Stream<OptionRow> observed() {
    return Stream.of(
        row(TcpOptions.MAX_SEGMENT, "bounds the segments", TcpRows::segmentsAreBounded),
        row(TcpOptions.CORK, "holds back until taken back", TcpRows::corkHoldsBack),
        row(TcpOptions.INFO, "tells of a connection", TcpRows::tellsOfAConnection),
        row(TcpOptions.CONGESTION, "is a name", TcpRows::congestionIsAName),
        row(TcpOptions.CONGESTION_INFO, "is that of the algorithm", TcpRows::congestionIsTold),
        row(TcpOptions.THIN_DUPLICATE_ACKS, "does nothing", TcpRows::thinDoesNothing),
        row(TcpOptions.REPORT_QUEUED, "tells what is left", TcpRows::tellsWhatIsLeft),
        row(TcpOptions.UPPER_PROTOCOL, "is none unless set", TcpRows::upperProtocol),
        row(TcpOptions.IS_MULTIPATH, "tells the two apart", TcpRows::tellsMultipath));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static void segmentsAreBounded() throws IOException {
    try (Socket listener = Pairs.listener(ANY_PORT);
        Socket client = On.TCP4.open()) {
      client.setOption(TcpOptions.MAX_SEGMENT, 1_000);
      client.connect(requireNonNull(listener.localAddress()));
      assertThat(client.getOption(TcpOptions.MAX_SEGMENT)).isBetween(900, 1_000);
      try (Socket server = requireNonNull(listener.accept())) {
        assertThat(server.getOption(TcpOptions.INFO).path().sendSegment()).isBetween(900L, 1_000L);
      }
      assertThatThrownBy(() -> client.setOption(TcpOptions.MAX_SEGMENT, 1))
          .hasMessageContaining("EINVAL");
    }
  }

  private static void corkHoldsBack() throws IOException {
    boolean held = false;
    // After 200 ms the kernel sends all the same: a machine that slow gets another chance.
    for (int i = 0; i < 5 && !held; i++) {
      try (Pairs pair = Pairs.tcp()) {
        readsAsSet(pair.client(), TcpOptions.CORK, true);
        pair.client().sendAll(Pairs.bytes("one, "));
        pair.client().sendAll(Pairs.bytes("two"));
        held = pair.server().available() == 0;
        readsAsSet(pair.client(), TcpOptions.CORK, false);
        ByteBuffer into = ByteBuffer.allocate(16);
        while (into.position() < 8) {
          pair.server().receive(into);
        }
        assertThat(Pairs.text(into)).isEqualTo("one, two");
      }
    }
    assertThat(held).isTrue();
  }

  private static void tellsOfAConnection() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().sendAll(ByteBuffer.allocate(100_000));
      ByteBuffer into = ByteBuffer.allocate(100_000);
      pair.server().receive(into, MessageFlag.WAIT_ALL);
      TcpInfo info = pair.client().getOption(TcpOptions.INFO);
      while (info.traffic().bytesAcknowledged() < 100_000) {
        info = pair.client().getOption(TcpOptions.INFO);
      }
      assertThat(info.state()).isEqualTo(TcpState.ESTABLISHED);
      assertThat(info.agreed().windowScaling()).isTrue();
      assertThat(info.agreed().selectiveAcknowledgements()).isTrue();
      assertThat(info.trip().smoothed()).isBetween(Duration.ofNanos(1_000), seconds(1));
      assertThat(info.path().mtu()).isEqualTo(65_535);
      assertThat(info.congestion().window()).isPositive();
      assertThat(info.retransmission().total()).isZero();
      assertThat(info.traffic().bytesSent()).isEqualTo(100_000);
      assertThat(info.bytes()).isGreaterThan(200);
      TcpInfo other = pair.server().getOption(TcpOptions.INFO);
      assertThat(other.traffic().bytesReceived()).isEqualTo(100_000);
      assertThat(pair.listener().getOption(TcpOptions.INFO).state()).isEqualTo(TcpState.LISTEN);
      pair.client().shutdown(ShutdownHow.WRITE);
      assertThat(pair.server().receive(into.clear())).isEqualTo(-1);
      assertThat(pair.server().getOption(TcpOptions.INFO).state()).isEqualTo(TcpState.CLOSE_WAIT);
    }
  }

  private static void congestionIsAName() throws IOException {
    try (Socket socket = On.TCP4.open()) {
      readsAsSet(socket, TcpOptions.CONGESTION, "reno");
      assertThatThrownBy(() -> socket.setOption(TcpOptions.CONGESTION, "nobody"))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("TCP_CONGESTION")
          .hasMessageContaining("ENOENT");
      assertThatThrownBy(() -> socket.setOption(TcpOptions.CONGESTION, "x".repeat(16)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("15 bytes");
    }
  }

  private static void congestionIsTold() throws IOException {
    try (Socket socket = On.TCP4.open()) {
      socket.setOption(TcpOptions.CONGESTION, "reno");
      assertThat(socket.getOption(TcpOptions.CONGESTION_INFO)).isEmpty();
      socket.setOption(TcpOptions.CONGESTION, "bbr");
      // struct tcp_bbr_info: 20 bytes, more in its later versions.
      assertThat(socket.getOption(TcpOptions.CONGESTION_INFO)).hasSizeGreaterThanOrEqualTo(20);
    } catch (KernelException e) {
      refused(e, TcpOptions.CONGESTION, "ENOENT", "the kernel has no algorithm that tells");
    }
  }

  private static void thinDoesNothing() throws IOException {
    try (Socket socket = On.TCP4.open()) {
      socket.setOption(TcpOptions.THIN_DUPLICATE_ACKS, true);
      assertThat(socket.getOption(TcpOptions.THIN_DUPLICATE_ACKS)).isFalse();
    }
  }

  private static void tellsWhatIsLeft() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      readsAsSet(pair.server(), TcpOptions.REPORT_QUEUED, false, true);
      pair.client().sendAll(Pairs.bytes("12345"));
      ReceivedMessage two =
          requireNonNull(pair.server().receiveMessage(List.of(ByteBuffer.allocate(2)), 64));
      assertThat(Datagrams.other(two.control(), 6, TCP_CM_INQ)).isEqualTo(3);
    }
  }

  private static void upperProtocol() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      assertThat(pair.client().getOption(TcpOptions.UPPER_PROTOCOL)).isEmpty();
      readsAsSet(pair.client(), TcpOptions.UPPER_PROTOCOL, "tls");
    } catch (KernelException e) {
      refused(e, TcpOptions.UPPER_PROTOCOL, "ENOENT", "the kernel has no TLS (CONFIG_TLS)");
    }
  }

  private static void tellsMultipath() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      assertThat(pair.client().getOption(TcpOptions.IS_MULTIPATH)).isFalse();
    } catch (KernelException e) {
      refused(e, TcpOptions.IS_MULTIPATH, "ENOPROTOOPT", "before Linux 5.16");
    }
    try (Socket listener = multipath().bind(ANY_PORT).listen();
        Socket client = multipath()) {
      client.connect(requireNonNull(listener.localAddress()));
      assertThat(client.getOption(TcpOptions.IS_MULTIPATH)).isTrue();
    } catch (UnsupportedSocketException e) {
      assertThat(e).hasMessageContaining("EPROTONOSUPPORT");
    }
  }

  private static Socket multipath() throws IOException {
    return Socket.open(StandardProtocolFamily.INET, SocketType.STREAM, IPPROTO_MPTCP);
  }
}
