package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where peers that never read have taken all native memory that the JVM may have. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NoMemoryTest {
  /** An echo in a JVM of its own, which says why it lost a peer. */
  static final class Server {
    public static void main(String[] arguments) throws IOException {
      try (Reactor reactor = Reactor.builder().driver(() -> Drivers.named(arguments[0])).build()) {
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var port = reactor.listen(local, _ -> saying(new Echo()));
        System.out.println("at " + ((InetSocketAddress) port.localAddress()).getPort());
        reactor.run();
      }
    }

    private static Echo saying(Echo echo) {
      var _ = echo.lost.thenAccept(System.out::println);
      return echo;
    }
  }

  /**
   * Of 300 peers none reads, each may keep 64 KiB and more, and there are 8 MiB; one speaks and
   * listens all the time.
   */
  private static final String HOLDING_ALL =
      """
      import time
      steady = connect()
      def steady_is_served():
          steady.sendall(b'hello')
          assert exactly(steady, 5) == b'hello'

      def newcomer_is_served():
          try:
              with connect() as s:
                  s.sendall(b'hello')
                  return exactly(s, 5) == b'hello'
          except (ConnectionError, EOFError):
              return False

      peers = []
      for i in range(300):
          s = socket.socket()
          s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
          s.connect((ARGS[0], int(ARGS[1])))
          s.setblocking(False)
          peers.append(s)
      lost = 0
      until = time.monotonic() + LIMIT
      while lost < 20:
          assert time.monotonic() < until, 'lost %d' % lost
          for s in list(peers):
              try:
                  s.send(b'x' * 65536)
              except BlockingIOError:
                  pass
              except OSError:
                  lost += 1
                  peers.remove(s)
          steady_is_served()
      assert len(peers) > 50, 'lost are nearly all'
      while not newcomer_is_served():
          assert time.monotonic() < until, 'nobody is served'
      steady_is_served()
      say(b'served beside those who hold all')
      for s in peers:
          s.close()
      while not newcomer_is_served():
          assert time.monotonic() < until, 'nobody is served afterwards'
      steady_is_served()
      """;

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll", "poll", "select", "nio"})
  void thoseWhoHoldItAreLostAndOthersAreServed(String driver) {
    Command program =
        OtherNetwork.program(Server.class, List.of(driver))
            .with("JDK_JAVA_OPTIONS", "-Xmx64m -XX:MaxDirectMemorySize=8m");
    try (var server = program.start()) {
      String port = server.out().await(Pattern.compile("at (\\d+)\n")).group(1);
      assertThat(Python.client(Integer.parseInt(port), HOLDING_ALL))
          .isEqualTo("served beside those who hold all");
      server.out().await(Pattern.compile("Lost\\[.*ENOMEM"));
    }
  }
}
