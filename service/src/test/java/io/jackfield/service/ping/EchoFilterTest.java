package io.jackfield.service.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.service.ping.IcmpMessage.EchoRequest;
import io.jackfield.socket.FilterOptions;
import io.jackfield.socket.PermissionDeniedException;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel lets through to a raw socket. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EchoFilterTest {
  private static final int OURS = 0x1234;
  private static final int OTHERS = 0x4321;

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 20", "::1, 0"})
  void onlyRepliesToOurIdentifierArrive(String host, int headerBytes) throws Exception {
    InetAddress address = InetAddress.ofLiteral(host);
    IcmpVersion version = IcmpVersion.of(address);
    try (Socket socket = Socket.open(version.family, SocketType.RAW, version.protocol)) {
      EchoOptions.prepare(socket, version, EchoSocket.Kind.RAW);
      socket.setOption(FilterOptions.ATTACH, EchoFilter.of(version, OURS));
      send(socket, version, address, new EchoRequest(OTHERS, 1, ByteBuffer.allocate(8)));
      send(socket, version, address, new EchoRequest(OURS, 2, ByteBuffer.allocate(8)));
      ByteBuffer into = ByteBuffer.allocate(200);
      socket.timeout(Duration.ofSeconds(5)).receiveFrom(into);
      into.flip().position(headerBytes);
      assertThat(Byte.toUnsignedInt(into.get(into.position()))).isEqualTo(version.echoReply);
      assertThat(into.getShort(into.position() + 4)).isEqualTo((short) OURS);
      assertThat(socket.timeout(Duration.ZERO).receiveFrom(into.clear())).isNull();
    } catch (PermissionDeniedException e) {
      Assumptions.abort("raw sockets are not permitted: " + e.getMessage());
    }
  }

  private static void send(Socket socket, IcmpVersion version, InetAddress to, EchoRequest request)
      throws Exception {
    SocketAddress target = new InetSocketAddress(to, 0);
    socket.sendTo(IcmpCodec.encode(version, request), target);
  }
}
