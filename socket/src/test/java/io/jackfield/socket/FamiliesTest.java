package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.address.KernelFamily;
import io.jackfield.socket.address.NetlinkAddress;
import io.jackfield.socket.address.PacketAddress;
import io.jackfield.socket.address.VsockAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FamiliesTest {
  private static final int ETH_P_IP = 0x0800;
  private static final int ETH_P_ALL = 3;

  @Test
  void anAbstractNameMayHaveAnyBytesAndHas107AtMost() throws IOException {
    byte[] odd = new byte[AbstractUnixAddress.MAX_BYTES];
    for (int i = 0; i < odd.length; i++) {
      odd[i] = (byte) (i * 7);
    }
    var name = AbstractUnixAddress.of(odd);
    try (Socket socket = Socket.openFor(name, SocketType.DATAGRAM).bind(name)) {
      assertThat(socket.localAddress()).isEqualTo(name);
    }
    assertThatThrownBy(() -> AbstractUnixAddress.of(new byte[108]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("107");
    assertThatThrownBy(() -> AbstractUnixAddress.of(""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(AbstractUnixAddress.of("x")).hasToString("@x").isNotEqualTo(name);
  }

  @Test
  void aBindToNoNamePicksAnAbstractOne() throws IOException {
    try (Socket socket = Socket.open(StandardProtocolFamily.UNIX, SocketType.DATAGRAM)) {
      socket.bind(UnixDomainSocketAddress.of(""));
      assertThat(socket.localAddress()).isInstanceOf(AbstractUnixAddress.class);
    }
  }

  @Test
  void theEndsOfAPairHaveNoName() throws IOException {
    List<Socket> ends = Socket.pair(SocketType.STREAM);
    try (Socket a = ends.get(0);
        Socket b = ends.get(1)) {
      assertThat(a.localAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
      assertThat(b.remoteAddress()).isNull();
    }
  }

  @Test
  void theKernelGivesANetlinkSocketAPort() throws IOException {
    try (Socket socket = Socket.open(KernelFamily.NETLINK, SocketType.RAW, 0)) {
      socket.bind(NetlinkAddress.of(0, 0));
      assertThat(socket.localAddress())
          .isInstanceOfSatisfying(
              NetlinkAddress.class, bound -> assertThat(bound.portId()).isNotZero());
    }
  }

  @Test
  void aVsockSocketTakesAPort() throws IOException {
    Socket opened;
    try {
      opened = Socket.open(KernelFamily.VSOCK, SocketType.STREAM);
    } catch (UnsupportedSocketException e) {
      assumeTrue(false, "this kernel has no vsock");
      return;
    }
    try (Socket socket = opened) {
      socket.bind(VsockAddress.of(-1, -1)).listen();
      assertThat(socket.localAddress())
          .isInstanceOfSatisfying(
              VsockAddress.class, bound -> assertThat(bound.port()).isNotEqualTo(-1));
    }
  }

  @Test
  void aPacketSocketSeesTheFramesOfLoopback() throws IOException {
    Socket opened;
    try {
      opened =
          Socket.open(
              KernelFamily.PACKET, SocketType.DATAGRAM, Short.reverseBytes((short) ETH_P_ALL));
    } catch (PermissionDeniedException e) {
      assumeTrue(false, "packet sockets need CAP_NET_RAW");
      return;
    }
    int loopback = requireNonNull(NetworkInterface.getByName("lo")).getIndex();
    byte[] mark = ("frame " + System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
    try (Socket packets = opened;
        Socket sender = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM);
        Socket receiver = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
      packets.bind(PacketAddress.of(loopback, ETH_P_ALL)).timeout(Duration.ofSeconds(10));
      receiver.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      sender.sendTo(ByteBuffer.wrap(mark), receiver.localAddress());
      ByteBuffer frame = ByteBuffer.allocate(65_536);
      ReceivedDatagram seen;
      do {
        seen = requireNonNull(packets.receiveFrom(frame.clear()));
      } while (!new String(frame.array(), 0, frame.position(), StandardCharsets.ISO_8859_1)
          .endsWith(new String(mark, StandardCharsets.ISO_8859_1)));
      assertThat(seen.source()).isEqualTo(PacketAddress.of(loopback, ETH_P_IP));
    }
  }

  @Test
  void aRawSocketReceivesWithItsHeader() throws IOException {
    Socket opened;
    try {
      opened = Socket.open(StandardProtocolFamily.INET, SocketType.RAW, 253); // For experiments.
    } catch (PermissionDeniedException e) {
      assumeTrue(false, "raw sockets need CAP_NET_RAW");
      return;
    }
    try (Socket raw = opened) {
      var loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
      raw.timeout(Duration.ofSeconds(10)).sendTo(Pairs.bytes("payload"), loopback);
      ByteBuffer packet = ByteBuffer.allocate(100);
      assertThat(requireNonNull(raw.receiveFrom(packet)).length()).isEqualTo(27);
      assertThat(packet.get(9)).isEqualTo((byte) 253); // The protocol, RFC 791.
    }
  }
}
