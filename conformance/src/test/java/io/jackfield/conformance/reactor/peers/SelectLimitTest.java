package io.jackfield.conformance.reactor.peers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.socket.EventFd;
import io.jackfield.socket.SelectLimitException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Select in a process that has more descriptors open than it can watch. */
@Isolated("takes the low descriptors of the process")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SelectLimitTest {
  /** select(2): FD_SETSIZE. */
  private static final int LIMIT = 1024;

  private static final Pattern PORT = Pattern.compile("port (\\d+)\n");

  /** Told to, or at once, says one thing, and all that is answered until the end. */
  private static final String CLIENT =
      """
      sys.stdin.readline()
      s = connect()
      heard = b''
      try:
          s.sendall(b'hello')
          s.shutdown(socket.SHUT_WR)
          heard = rest(s)
      except OSError:
          pass # A reset: it was closed with our word unread.
      say(b'heard: ' + heard)
      """;

  private final List<EventFd> taken = new ArrayList<>();

  @AfterEach
  void giveBack() throws IOException {
    for (EventFd one : taken) {
      one.close();
    }
    taken.clear();
  }

  /** Leaves no number below the limit free. */
  private void takeLowNumbers() throws IOException {
    EventFd last;
    do {
      last = EventFd.open();
      taken.add(last);
    } while (last.descriptor() < LIMIT);
  }

  /** The next descriptor that is opened has the highest number that select can watch. */
  private void freeTheHighest() throws IOException {
    EventFd highest =
        taken.stream().filter(one -> one.descriptor() == LIMIT - 1).findFirst().orElseThrow();
    taken.remove(highest);
    highest.close();
  }

  /** Echoes; and keeps what could not be accepted. */
  private static final class Port implements ProtocolFactory {
    final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();

    @Override
    public Protocol buildProtocol(@Nullable SocketAddress peer) {
      return new Echo();
    }

    @Override
    public void acceptFailed(IOException failure) {
      failures.add(failure);
    }
  }

  @Test
  void aConnectionBeyondTheLimitIsClosedAndThePortGoesOn() throws Exception {
    var factory = new Port();
    try (Loop loop = Loop.start("select")) {
      int port = loop.listen(factory);
      try (Child before =
          Python.script(
                  """
                  s = connect()
                  for line in sys.stdin:
                      s.sendall(line.encode())
                      say(exactly(s, len(line)))
                  """,
                  "127.0.0.1",
                  port)
              .start()) {
        before.write("one\n").out().await("one\n");
        takeLowNumbers();
        assertThat(Python.client(port, CLIENT)).isEqualTo("heard: ");
        assertThat(factory.failures.poll(20, SECONDS))
            .isInstanceOf(SelectLimitException.class)
            .hasMessageContaining("numbered below 1024")
            .hasMessageContaining("use poll or epoll");
        assertThat(Python.client(port, CLIENT)).isEqualTo("heard: ");
        before.write("two\n").out().await("two\n");

        try (Child client = Python.script(CLIENT, "127.0.0.1", port).start()) {
          freeTheHighest(); // Now: to start a process takes descriptors too.
          client.write("go\n");
          assertThat(client.out().awaitEnd()).isEqualTo("heard: hello");
        }
        giveBack();
        assertThat(Python.client(port, CLIENT)).isEqualTo("heard: hello");
        before.write("three\n").out().await("three\n");
      }
      assertThat(loop.reactor().counts().refused()).isEqualTo(2);
      assertThat(loop.reactor().counts().opened()).isEqualTo(3);
    }
  }

  @Test
  void toConnectBeyondTheLimitFailsAndOneBelowItConnects() throws Exception {
    try (Child server =
            Python.script(
                    """
                    with socket.create_server(('127.0.0.1', 0)) as server:
                        say(b'port %d\\n' % server.getsockname()[1])
                        s = server.accept()[0]
                        s.sendall(exactly(s, 5) + b', too')
                        s.close()
                    """)
                .start();
        Loop loop = Loop.start("select")) {
      int port = Integer.parseInt(server.out().await(PORT).group(1));
      takeLowNumbers();
      assertThatThrownBy(() -> Loop.soon(connect(loop, port, new Told())))
          .isInstanceOf(SelectLimitException.class);
      var told = new Told();
      freeTheHighest();
      assertThat(Loop.soon(connect(loop, port, told))).isSameAs(told);
      loop.run(() -> Told.say(told.made.resultNow(), "hello"));
      assertThat(told.await(10)).isEqualTo("hello, too");
      loop.run(() -> told.made.resultNow().close());
      assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
    }
  }

  private static CompletableFuture<Protocol> connect(Loop loop, int port, Told told)
      throws Exception {
    return loop.call(() -> loop.reactor().connect(Loop.at(port), _ -> told));
  }

  @Test
  void nothingElseIsOpenedBeyondTheLimitEither() throws Exception {
    try (Loop loop = Loop.start("select")) {
      takeLowNumbers();
      assertThatThrownBy(() -> loop.listen(_ -> new Echo()))
          .isInstanceOf(SelectLimitException.class);
      assertThatThrownBy(() ->
              loop.call(() ->
                  loop.reactor()
                      .listenDatagrams(
                          Loop.at(0), new Nothing(), DatagramOptions.builder().build())))
          .isInstanceOf(SelectLimitException.class);
      assertThatThrownBy(() ->
              loop.call(
                  () -> loop.reactor().descriptors().open(Path.of("/proc/version"), new Told())))
          .isInstanceOf(SelectLimitException.class);
      freeTheHighest();
      int port = loop.listen(_ -> new Echo());
      giveBack(); // For the connections.
      assertThat(Python.client(port, CLIENT)).isEqualTo("heard: hello");
    }
  }

  private static final class Nothing implements DatagramProtocol {
    @Override
    public void datagramReceived(ByteBuffer data, @Nullable SocketAddress from) {}
  }

  /** Its wake-up would not be watched: what other threads ask for would never be done. */
  @Test
  void aReactorOnSelectIsNotMadeBeyondTheLimit() throws Exception {
    takeLowNumbers();
    assertThatThrownBy(() -> Loop.start("select")).isInstanceOf(SelectLimitException.class);
    giveBack();
    Drivers.select().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll", "poll", "nio"})
  void theOthersHaveNoSuchLimit(String driver) throws Exception {
    takeLowNumbers();
    try (Loop loop = Loop.start(driver)) {
      assertThat(Python.client(loop.listen(_ -> new Echo()), CLIENT)).isEqualTo("heard: hello");
    }
  }
}
