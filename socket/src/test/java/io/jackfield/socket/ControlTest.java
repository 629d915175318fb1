package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.ControlMessage.Credentials;
import io.jackfield.socket.ControlMessage.ExtendedError;
import io.jackfield.socket.ControlMessage.HopLimit;
import io.jackfield.socket.ControlMessage.Other;
import io.jackfield.socket.ControlMessage.PacketInfo;
import io.jackfield.socket.ControlMessage.Timestamp;
import io.jackfield.socket.ControlMessage.TrafficClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel tells beside the data, and what it can be told. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ControlTest {
  private static Socket bound() throws IOException {
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    return Socket.openFor(any, SocketType.DATAGRAM).bind(any).timeout(Duration.ofSeconds(10));
  }

  private static List<ControlMessage> received(Socket by) throws IOException {
    return requireNonNull(by.receiveMessage(List.of(ByteBuffer.allocate(64)), 512)).control();
  }

  @Test
  void theKernelVouchesForTheSender() throws IOException {
    List<Socket> ends = Socket.pair(SocketType.STREAM);
    try (Socket a = ends.get(0);
        Socket b = ends.get(1)) {
      b.setOption(UnixOptions.REPORT_CREDENTIALS, true);
      a.sendAll(Pairs.bytes("x"));
      assertThat(received(b))
          .singleElement()
          .isInstanceOfSatisfying(
              Credentials.class,
              sender ->
                  assertThat(sender.processId()).isEqualTo((int) ProcessHandle.current().pid()));
    }
  }

  @Test
  void aDatagramComesWithItsAddressHopsClassAndTime() throws IOException {
    try (Socket a = bound();
        Socket b = bound()) {
      b.setOption(IpOptions.REPORT_PACKET_INFO, true);
      b.setOption(IpOptions.REPORT_TIME_TO_LIVE, true);
      b.setOption(IpOptions.REPORT_TYPE_OF_SERVICE, true);
      b.setOption(TimestampOptions.NANOSECONDS, true);
      SocketAddress to = b.localAddress();
      a.sendMessage(
          List.of(Pairs.bytes("x")),
          to,
          List.of(new HopLimit(17, false), new TrafficClass(0x20, false)));
      List<ControlMessage> control = received(b);
      assertThat(control)
          .contains(
              new HopLimit(17, false),
              new TrafficClass(0x20, false),
              new PacketInfo(InetAddress.ofLiteral("127.0.0.1"), 1));
      assertThat(control)
          .anyMatch(message ->
              message instanceof Timestamp(Instant time)
                  && Duration.between(time, Instant.now()).abs().toMinutes() < 1);
    }
  }

  @Test
  void theErrorQueueSaysWhoRefusedWhat() throws IOException {
    SocketAddress gone;
    try (Socket b = bound()) {
      gone = requireNonNull(b.localAddress());
    }
    try (Socket a = bound()) {
      a.setOption(IpOptions.ERROR_QUEUE, true);
      a.sendTo(Pairs.bytes("anybody?"), gone);
      ReceivedMessage error;
      do {
        error = a.receiveMessage(List.of(ByteBuffer.allocate(64)), 512, MessageFlag.ERROR_QUEUE);
      } while (error == null);
      assertThat(error.fromErrorQueue()).isTrue();
      assertThat(error.source()).isEqualTo(gone);
      assertThat(error.length()).isEqualTo(8); // The datagram itself comes back.
      assertThat(error.control())
          .anyMatch(message ->
              message instanceof ExtendedError refused
                  && refused.errno().symbol().equals("ECONNREFUSED")
                  && refused.origin() == 2 // ICMP
                  && refused.type() == 3 // Destination unreachable
                  && refused.code() == 3); // Port unreachable
    }
  }

  @Test
  void whatIsOnlyReceivedCannotBeSentAndWhatIsTooMuchIsSaid() throws IOException {
    try (Socket a = bound()) {
      assertThatThrownBy(() ->
              a.sendMessage(
                  List.of(Pairs.bytes("x")),
                  a.localAddress(),
                  List.of(new Timestamp(Instant.EPOCH))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received only");
      assertThatThrownBy(() ->
              a.sendMessage(
                  List.of(Pairs.bytes("x")),
                  a.localAddress(),
                  List.of(new Other(0, 0, ByteBuffer.allocate(5_000)))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 4096 bytes");
    }
  }
}
