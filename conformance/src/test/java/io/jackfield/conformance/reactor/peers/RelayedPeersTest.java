package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Relay;
import io.jackfield.reactor.Transport;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A relay of ours, and programs that are not at both its ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RelayedPeersTest {
  @TempDir Path folder;

  /** Joins each connection with one of its own to the target. */
  private static final class Front implements Protocol {
    private final SocketAddress target;
    private final CompletableFuture<Relay> joined;

    Front(SocketAddress target, CompletableFuture<Relay> joined) {
      this.target = target;
      this.joined = joined;
    }

    @Override
    public void connectionMade(Transport front) {
      front.pauseReading();
      var back =
          new Protocol() {
            @Override
            public void connectionMade(Transport made) {
              joined.complete(Relay.join(front, made));
            }

            @Override
            public void dataReceived(ByteBuffer data) {
              throw new IllegalStateException("the relay has the connection");
            }
          };
      var _ =
          front
              .reactor()
              .connect(target, _ -> back)
              .whenComplete((_, failure) -> {
                if (failure != null) {
                  joined.completeExceptionally(failure);
                }
              });
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      throw new IllegalStateException("reading is paused");
    }
  }

  static Stream<String> kernelDrivers() {
    return Stream.of("io_uring", "epoll", "poll", "select");
  }

  private static Relay.Outcome outcome(CompletableFuture<Relay> joined) throws Exception {
    return Loop.soon(Loop.soon(joined).ended());
  }

  @ParameterizedTest
  @MethodSource("kernelDrivers")
  void netcatGetsBackFromSocatWhatItSent(String driver) throws Exception {
    var joined = new CompletableFuture<Relay>();
    try (Child server = PlainServersTest.Server.SOCAT.start();
        Loop loop = Loop.start(driver)) {
      InetSocketAddress target = Loop.at(PlainServersTest.Server.SOCAT.port(server));
      int port = loop.listen(_ -> new Front(target, joined));
      Finished finished = PlainClientsTest.Client.NETCAT.to(port).run(Bytes.megabyte());
      assertThat(finished.exit()).as(finished.err()).isZero();
      assertThat(finished.out()).isEqualTo(Bytes.MEGABYTE);
      long bytes = Bytes.megabyte().length;
      assertThat(outcome(joined)).isEqualTo(new Relay.Outcome(bytes, bytes, new Done()));
      assertThat(joined.resultNow().isSpliced()).isTrue();
    }
  }

  /** Over TCP here, over the Unix domain there. */
  @ParameterizedTest
  @MethodSource("kernelDrivers")
  void pythonGetsBackFromAUnixSocketWhatItSent(String driver) throws Exception {
    Path path = folder.resolve("socket");
    var joined = new CompletableFuture<Relay>();
    try (Child server =
            Command.tool("socat", "-d", "-d", "UNIX-LISTEN:" + path, "EXEC:cat").start();
        Loop loop = Loop.start(driver)) {
      server.err().await("listening on");
      int port = loop.listen(_ -> new Front(UnixDomainSocketAddress.of(path), joined));
      Finished finished = PlainClientsTest.Client.ASYNCIO.to(port).run(Bytes.megabyte());
      assertThat(finished.out()).isEqualTo(Bytes.MEGABYTE);
      long bytes = Bytes.megabyte().length;
      assertThat(outcome(joined)).isEqualTo(new Relay.Outcome(bytes, bytes, new Done()));
      assertThat(joined.resultNow().isSpliced()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("kernelDrivers")
  void aClientThatVanishesIsOneForTheServerToo(String driver) throws Exception {
    var joined = new CompletableFuture<Relay>();
    try (Child server =
            Python.script(
                    """
                    s = socket.create_server(('127.0.0.1', 0))
                    say(b'port %d\\n' % s.getsockname()[1])
                    c, _ = s.accept()
                    try:
                        while c.recv(4096):
                            pass
                        say(b'an end')
                    except ConnectionResetError:
                        say(b'a reset')
                    """)
                .start();
        Loop loop = Loop.start(driver)) {
      InetSocketAddress target = Loop.at(PlainServersTest.Server.ASYNCIO.port(server));
      int port = loop.listen(_ -> new Front(target, joined));
      String _ = Python.client(port, "s = connect()\ns.sendall(b'half a')\nvanish(s)\n");
      assertThat(server.out().awaitEnd()).endsWith("a reset");
      assertThat(outcome(joined).reason()).isInstanceOf(Lost.class);
    }
  }
}
