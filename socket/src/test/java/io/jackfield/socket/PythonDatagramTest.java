package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.ControlMessage.ExtendedError;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single messages with CPython at the other end: what is cut off, what was refused. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PythonDatagramTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  /** Binds to what we gave it, or to any port, says where, then does as it is told. */
  private static final String BOUND =
      """
      where, size = sys.argv[1], int(sys.argv[2])
      unix = where.startswith('/')
      family = socket.AF_UNIX if unix else socket.AF_INET6 if ':' in where else socket.AF_INET
      s = socket.socket(family, socket.SOCK_DGRAM)
      s.settimeout(10)
      s.bind(where if unix else (where, 0))
      print(0 if unix else s.getsockname()[1], flush=True)
      """;

  @TempDir private Path folder;

  private static SocketAddress theirs(SocketAddress ours, String port) {
    return ours instanceof InetSocketAddress inet
        ? new InetSocketAddress(inet.getAddress(), Integer.parseInt(port))
        : ours;
  }

  private static String host(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : address.toString();
  }

  @ParameterizedTest
  @EnumSource
  void eachSaysWhatItCutOffOfTheOthersDatagram(Pairs.Kind kind) throws Exception {
    SocketAddress own = kind.any(folder);
    SocketAddress other = kind.any(folder);
    try (Socket socket = Socket.openFor(own, SocketType.DATAGRAM).bind(own).timeout(LONG);
        Python python =
            Python.start(
                BOUND
                    + """
                    data, _, flags, source = s.recvmsg(4)
                    print(data.decode(), bool(flags & socket.MSG_TRUNC))
                    data, _, flags, source = s.recvmsg(7)
                    print(data.decode(), bool(flags & socket.MSG_TRUNC))
                    s.sendto(b'y' * size, source)
                    s.sendto(b'z' * size, source)
                    """,
                host(other),
                5_000)) {
      SocketAddress to = theirs(other, python.line());
      socket.sendTo(Pairs.bytes("seven b"), to);
      socket.sendTo(Pairs.bytes("seven c"), to);
      assertThat(python.end().lines()).containsExactly("seve True", "seven c False");
      assertThat(socket.receiveFrom(ByteBuffer.allocate(4_999)))
          .isEqualTo(new ReceivedDatagram(to, 5_000, true));
      ByteBuffer whole = ByteBuffer.allocate(5_000);
      assertThat(socket.receiveFrom(whole)).isEqualTo(new ReceivedDatagram(to, 5_000, false));
      assertThat(whole.get(4_999)).isEqualTo((byte) 'z');
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IPV4", "IPV6"})
  void ourErrorQueueTellsThatPythonIsGone(Pairs.Kind kind) throws Exception {
    SocketAddress own = kind.any(folder);
    boolean six = kind == Pairs.Kind.IPV6;
    try (Socket socket = Socket.openFor(own, SocketType.DATAGRAM).bind(own).timeout(LONG);
        Python python = Python.start(BOUND, host(own), 0)) {
      SocketAddress gone = theirs(own, python.line());
      python.end();
      socket.setOption(six ? Ipv6Options.ERROR_QUEUE : IpOptions.ERROR_QUEUE, true);
      socket.sendTo(Pairs.bytes("anybody?"), gone);
      ReceivedMessage error;
      do {
        error =
            socket.receiveMessage(List.of(ByteBuffer.allocate(64)), 512, MessageFlag.ERROR_QUEUE);
      } while (error == null);
      assertThat(error.source()).isEqualTo(gone);
      var refused = Datagrams.only(error.control(), ExtendedError.class);
      assertThat(refused.errno()).isEqualTo(new Errno(111));
      assertThat(List.of(refused.origin(), refused.type(), refused.code()))
          .isEqualTo(six ? List.of(3, 1, 4) : List.of(2, 3, 3)); // Port unreachable.
      assertThat(((InetSocketAddress) requireNonNull(refused.offender())).getAddress())
          .isEqualTo(((InetSocketAddress) own).getAddress());
    }
  }

  @Test
  void pythonsErrorQueueTellsThatWeAreGone() throws Exception {
    SocketAddress own = Pairs.Kind.IPV4.any(folder);
    Socket socket = Socket.openFor(own, SocketType.DATAGRAM).bind(own).timeout(LONG);
    try (Python python =
        Python.start(
            """
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.setsockopt(socket.IPPROTO_IP, 11, 1)  # IP_RECVERR
            s.connect(('127.0.0.1', int(sys.argv[1])))
            try:
                while True:
                    s.send(b'anybody?')
            except ConnectionRefusedError:
                pass
            data, control, flags, _ = s.recvmsg(100, 512, socket.MSG_ERRQUEUE)
            print(data.decode(), *struct.unpack('=IBBB', control[0][2][:7]))
            """,
            ((InetSocketAddress) requireNonNull(socket.localAddress())).getPort())) {
      socket.receive(ByteBuffer.allocate(8));
      socket.close(); // What comes from now on finds nobody.
      assertThat(python.end()).isEqualTo("anybody? 111 2 3 3");
    }
  }
}
