package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.option.Linger;
import io.jackfield.socket.option.PathMtuDiscovery;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Code written for the JDK's channels sets the JDK's options and reads what it expects. */
final class JdkOptionsTest {
  /** An option of {@code jdk.net.ExtendedSocketOptions}, whose module need not be there. */
  private record Extended<T>(String name, Class<T> type) implements SocketOption<T> {}

  private static <T> void reads(NetworkChannel channel, SocketOption<T> option, T value)
      throws IOException {
    assertThat(channel.setOption(option, value).getOption(option))
        .as(option + " of " + channel.getClass().getSimpleName())
        .isEqualTo(value);
  }

  @ParameterizedTest
  @EnumSource(
      value = StandardProtocolFamily.class,
      names = {"INET", "INET6"})
  void aStreamReadsAsTheJdksDoes(StandardProtocolFamily family) throws IOException {
    try (SocketChannel theirs = SocketChannel.open(family);
        Socket ours = Socket.open(family, SocketType.STREAM)) {
      for (NetworkChannel channel : new NetworkChannel[] {theirs, ours}) {
        reads(channel, StandardSocketOptions.SO_SNDBUF, 40_000);
        reads(channel, StandardSocketOptions.SO_RCVBUF, 40_000);
        reads(channel, StandardSocketOptions.SO_KEEPALIVE, true);
        reads(channel, StandardSocketOptions.SO_REUSEADDR, true);
        reads(channel, StandardSocketOptions.SO_REUSEPORT, true);
        reads(channel, StandardSocketOptions.TCP_NODELAY, true);
        reads(channel, StandardSocketOptions.SO_LINGER, 7);
        assertThat(
                channel
                    .setOption(StandardSocketOptions.SO_LINGER, -7)
                    .getOption(StandardSocketOptions.SO_LINGER))
            .isEqualTo(-1);
        assertThat(
                channel
                    .setOption(StandardSocketOptions.SO_LINGER, 70_000)
                    .getOption(StandardSocketOptions.SO_LINGER))
            .isEqualTo(65_535);
        reads(channel, StandardSocketOptions.IP_TOS, 0x10);
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_TOS, 256))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.SO_SNDBUF, -1))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(ours.supportedOptions()).contains(StandardSocketOptions.TCP_NODELAY);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StandardProtocolFamily.class,
      names = {"INET", "INET6"})
  void aDatagramSocketReadsAsTheJdksDoes(StandardProtocolFamily family) throws IOException {
    NetworkInterface lo = requireNonNull(NetworkInterface.getByName("lo"));
    try (DatagramChannel theirs = DatagramChannel.open(family);
        Socket ours = Socket.open(family, SocketType.DATAGRAM)) {
      for (NetworkChannel channel : new NetworkChannel[] {theirs, ours}) {
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isNull();
        reads(channel, StandardSocketOptions.IP_MULTICAST_IF, lo);
        reads(channel, StandardSocketOptions.IP_MULTICAST_TTL, 7);
        reads(channel, StandardSocketOptions.IP_MULTICAST_LOOP, false);
        reads(channel, StandardSocketOptions.SO_BROADCAST, true);
        reads(channel, StandardSocketOptions.IP_TOS, 0xb8);
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 256))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(ours.supportedOptions())
          .containsAll(
              theirs.supportedOptions().stream()
                  .filter(option -> option.getClass() == StandardSocketOptions.SO_SNDBUF.getClass())
                  .toList());
    }
  }

  @Test
  void anOptionOfIpActsOnBothLevelsOfAnIpv6Socket() throws IOException {
    NetworkInterface lo = requireNonNull(NetworkInterface.getByName("lo"));
    try (Socket socket = On.UDP6.open()) {
      socket.setOption(StandardSocketOptions.IP_TOS, 0xb8);
      assertThat(socket.getOption(Ipv6Options.TRAFFIC_CLASS)).isEqualTo(0xb8);
      assertThat(socket.getOption(IpOptions.TYPE_OF_SERVICE)).isEqualTo(0xb8);
      socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 9);
      assertThat(socket.getOption(Ipv6MulticastOptions.HOPS)).isEqualTo(9);
      assertThat(socket.getOption(IpMulticastOptions.TIME_TO_LIVE)).isEqualTo(9);
      socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
      assertThat(socket.getOption(Ipv6MulticastOptions.LOOP)).isFalse();
      assertThat(socket.getOption(IpMulticastOptions.LOOP)).isFalse();
      socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, lo);
      assertThat(socket.getOption(Ipv6MulticastOptions.INTERFACE)).isEqualTo(lo.getIndex());
      assertThat(socket.getOption(IpMulticastOptions.INTERFACE).address().isLoopbackAddress())
          .isTrue();
    }
  }

  @Test
  void aListenerTakesWhatTheJdksTakes() throws IOException {
    try (ServerSocketChannel theirs = ServerSocketChannel.open();
        Socket ours = On.TCP6.open()) {
      for (NetworkChannel channel : new NetworkChannel[] {theirs, ours}) {
        reads(channel, StandardSocketOptions.SO_REUSEADDR, false);
        reads(channel, StandardSocketOptions.SO_RCVBUF, 40_000);
        channel.bind(new InetSocketAddress(0));
      }
    }
  }

  @Test
  void theJdksExtendedOptionsAreKnownByName() throws IOException {
    try (Socket tcp = On.TCP4.open();
        Socket udp = On.UDP6.open()) {
      reads(tcp, new Extended<>("TCP_KEEPIDLE", Integer.class), 60);
      assertThat(tcp.getOption(TcpOptions.KEEP_ALIVE_IDLE)).isEqualTo(Duration.ofMinutes(1));
      reads(tcp, new Extended<>("TCP_KEEPINTERVAL", Integer.class), 10);
      reads(tcp, new Extended<>("TCP_KEEPCOUNT", Integer.class), 3);
      reads(tcp, new Extended<>("TCP_QUICKACK", Boolean.class), false);
      assertThat(tcp.getOption(new Extended<>("SO_INCOMING_NAPI_ID", Integer.class))).isZero();
      reads(udp, new Extended<>("IP_DONTFRAGMENT", Boolean.class), true);
      assertThat(udp.getOption(Ipv6Options.MTU_DISCOVERY)).isEqualTo(PathMtuDiscovery.DO);
      assertThat(udp.getOption(IpOptions.MTU_DISCOVERY)).isEqualTo(PathMtuDiscovery.DO);
      assertThatThrownBy(() -> tcp.getOption(new Extended<>("TCP_KEEPIDLE", Long.class)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("TCP_KEEPIDLE");
    }
  }

  @Test
  void whatAFamilyLacksIsRefusedWithItsName() throws IOException {
    try (Socket unix = On.UNIX.open()) {
      assertThatThrownBy(() -> unix.setOption(TcpOptions.NO_DELAY, true))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("TCP_NODELAY");
      assertThatThrownBy(() -> unix.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("IP_MULTICAST_TTL")
          .hasMessageContaining("UNIX");
      assertThat(unix.supportedOptions())
          .contains(UnixOptions.PEER_CREDENTIALS, SocketOptions.LINGER)
          .doesNotContain(TcpOptions.NO_DELAY, IpOptions.TIME_TO_LIVE);
    }
  }

  @Test
  void whatIsSetInOneFormReadsInTheOther() throws IOException {
    try (Socket socket = On.TCP4.open()) {
      socket.setOption(StandardSocketOptions.SO_LINGER, 7);
      assertThat(socket.getOption(SocketOptions.LINGER))
          .isEqualTo(Linger.of(Duration.ofSeconds(7)));
      socket.setOption(StandardSocketOptions.SO_SNDBUF, 40_000);
      assertThat(socket.getOption(SocketOptions.SEND_BUFFER)).isEqualTo(80_000);
    }
  }

  @Test
  void anOptionWithoutAConstantIsBytes() throws IOException {
    try (Socket socket = On.TCP4.open()) {
      byte[] one = BasicCodecs.INT.encode(1);
      socket.rawOption(6, 1, one);
      assertThat(socket.getOption(TcpOptions.NO_DELAY)).isTrue();
      assertThat(socket.rawOption(6, 1, 64)).isEqualTo(one);
      assertThatThrownBy(() -> socket.rawOption(6, 9_999, 4)).hasMessageContaining("6/9999");
    }
  }
}
