package io.jackfield.conformance.reactor.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SendOutcome;
import io.jackfield.reactor.driver.Drivers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams in bulk, and a peer that is not ours. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramTrainsTest {
  /** UDP_SEGMENT, UDP_GRO and SOL_UDP (udp(7)), which Python does not name. */
  private static final String NAMES = "SOL_UDP, UDP_SEGMENT, UDP_GRO = 17, 103, 104\n";

  private static final Pattern PORT = Pattern.compile("port (\\d+)\n");

  private static final DatagramOptions ROOMY =
      DatagramOptions.builder().socketOption(StandardSocketOptions.SO_RCVBUF, 8 << 20).build();

  /** Both families, each driver that gathers. */
  static Stream<Arguments> places() {
    return Stream.of("127.0.0.1", "::1")
        .flatMap(host ->
            Drivers.names().stream()
                .filter(driver -> !driver.equals("nio"))
                .map(driver -> Arguments.of(driver, host)));
  }

  private static Loop loop(String driver) throws Exception {
    return Loop.start(Reactor.builder().stallThreshold(null).driver(() -> Drivers.named(driver)));
  }

  private static InetSocketAddress at(String host, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  private static final class Lengths implements DatagramProtocol {
    private final int expected;
    private final List<String> came = new ArrayList<>();
    private final CompletableFuture<List<String>> all = new CompletableFuture<>();
    private @Nullable DatagramTransport transport;

    Lengths(int expected) {
      this.expected = expected;
    }

    @Override
    public void bound(DatagramTransport made) {
      transport = made;
    }

    DatagramTransport transport() {
      return requireNonNull(transport);
    }

    @Override
    public void datagramReceived(ByteBuffer data, @Nullable SocketAddress sender) {
      came.add(data.remaining() + ":" + (char) data.get(data.position()));
      if (came.size() == expected) {
        all.complete(came);
      }
    }
  }

  private static Child peer(String script, String host, Object... more) {
    Object[] arguments = Stream.concat(Stream.of(host), Stream.of(more)).toArray();
    return Python.script(NAMES + script, arguments).start();
  }

  private static Lengths listen(Loop loop, String host, DatagramOptions options, int expected)
      throws Exception {
    var port = new Lengths(expected);
    InetSocketAddress any = at(host, 0);
    var _ = loop.call(() -> loop.reactor().listenDatagrams(any, port, options));
    return port;
  }

  /** In one turn; each is of the digit that its place says. */
  private static void send(Loop loop, Lengths from, SocketAddress to, int... lengths)
      throws Exception {
    loop.run(() -> {
      for (int i = 0; i < lengths.length; i++) {
        String text = Integer.toString(i % 10).repeat(lengths[i]);
        SendOutcome outcome = from.transport().send(ByteBuffer.wrap(text.getBytes(US_ASCII)), to);
        assertThat(outcome).matches(SendOutcome::isTaken);
      }
    });
  }

  @ParameterizedTest
  @MethodSource("places")
  void trainsOfAnotherAreToldDatagramByDatagram(String driver, String host) throws Exception {
    List<String> expected =
        IntStream.range(0, 2)
            .boxed()
            .flatMap(_ ->
                Stream.concat(
                    IntStream.range(0, 49).mapToObj(i -> "1000:" + i % 10), Stream.of("17:9")))
            .toList();
    for (boolean trains : List.of(true, false)) {
      DatagramOptions options = ROOMY.toBuilder().receiveTrains(trains).build();
      try (Loop loop = loop(driver)) {
        Lengths port = listen(loop, host, options, expected.size());
        int number =
            ((InetSocketAddress) requireNonNull(port.transport().localAddress())).getPort();
        Python.run(
            NAMES
                + """
                s = datagrams()
                s.setsockopt(SOL_UDP, UDP_SEGMENT, 1000)
                train = b''.join(b'%d' % (i % 10) * 1000 for i in range(49)) + b'9' * 17
                for _ in range(2):
                    s.send(train)
                """,
            host,
            number);
        assertThat(Loop.soon(port.all)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void batchesAreAnsweredByAnotherInTheirOrder(String driver, String host) throws Exception {
    try (Loop loop = loop(driver);
        Child peer =
            peer(
                """
                family = socket.AF_INET6 if ':' in ARGS[0] else socket.AF_INET
                s = socket.socket(family, socket.SOCK_DGRAM)
                s.settimeout(LIMIT)
                s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
                s.bind((ARGS[0], 0))
                say(b'port %d\\n' % s.getsockname()[1])
                while True:
                    s.sendto(*s.recvfrom(65536))
                """,
                host)) {
      SocketAddress to = at(host, Integer.parseInt(peer.out().await(PORT).group(1)));
      // Some in trains, some of other lengths; never more than a queue in the kernel has room for.
      int[] lengths = IntStream.range(0, 100).map(i -> i < 60 ? 900 : 10 + i * 7).toArray();
      List<String> expected =
          IntStream.range(0, 100).mapToObj(i -> lengths[i] + ":" + i % 10).toList();
      for (int round = 0; round < 3; round++) {
        Lengths port = listen(loop, host, ROOMY, 100);
        send(loop, port, to, lengths);
        assertThat(Loop.soon(port.all)).isEqualTo(expected);
      }
    }
  }
}
