package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.server.DatagramKind.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server is to be, as text. */
@Timeout(30)
final class ServersByTextTest {
  @TempDir private Path folder;

  /** As the README has it. */
  static final class Shout extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      for (byte[] line; (line = in().readLine(1_000)) != null; ) {
        out().write(new String(line, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
      }
    }
  }

  private static InetSocketAddress local(BaseServer server) {
    int port = ((InetSocketAddress) server.address()).getPort();
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  @Test
  void withoutAHostItListensAtEveryAddress() throws Exception {
    try (var server =
        TcpServer.at("tcp://:0").handler(Shout::new).engine(Engine.virtualThreads()).start()) {
      assertThat(server.address().getAddress().isAnyLocalAddress()).isTrue();
      try (Peer peer = Peer.at(local(server))) {
        assertThat(peer.send("hello\n").end().receiveAll()).isEqualTo("HELLO\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "tcp://[::1]:0", "tcp://localhost:0"})
  void withOneItListensThere(String text) throws Exception {
    try (var server = TcpServer.at(text).handler(Shout::new).start();
        Peer peer = Peer.of(server)) {
      assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
      assertThat(peer.send("hello\n").end().receiveAll()).isEqualTo("HELLO\n");
    }
  }

  @Test
  void datagramsAreReceivedWhereATextSays() throws Exception {
    try (var server = UdpServer.at("udp://:0").handler(Handlers.DatagramEcho.class).start();
        Client client = DatagramKind.UDP.connect(local(server), folder)) {
      client.send("x");
      assertThat(client.receive()).isEqualTo("x");
    }
  }

  @Test
  void pathsOfTheUnixDomainHaveTheirOptions() throws Exception {
    String path = folder.resolve("x").toString();
    try (var server =
            UnixStreamServer.at("unix:" + path + "?mode=0600").handler(Shout::new).start();
        Line line = Line.plain(SocketChannel.open(server.address()))) {
      assertThat(line.send("hello\n").end().receiveAll()).isEqualTo("HELLO\n");
      assertPermissions(path, "rw-------");
    }
    try (var server =
            UnixDatagramServer.at("unix-dgram:" + path + "?mode=0660")
                .handler(Handlers.DatagramEcho.class)
                .start();
        Client client = DatagramKind.UNIX.connect(server.address(), folder)) {
      client.send("x");
      assertThat(client.receive()).isEqualTo("x");
      assertPermissions(path, "rw-rw----");
    }
  }

  private static void assertPermissions(String path, String permissions) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path))))
        .isEqualTo(permissions);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "udp://:9 | a UdpServer receives there",
        "unix:/x | a UnixStreamServer listens there",
        "unix-dgram:@x | a UnixDatagramServer receives there",
        "tls://:9 | TLS is said by tls(config), of a TcpServer at tcp://:9",
        "fd:3 | is said by sockets(GivenSockets)",
        "exec:cat | nothing comes there that a server could take",
        "localhost:9 | written tcp://localhost:9",
        "tcp://:x | a number from 0 to 65535",
        "tcp://:9?backlog=5 | tcp does not know this option to listen; it knows none"
      })
  void whatIsNoneOfItsKindIsRefusedWithWhatToSay(String text, String said) {
    assertThatThrownBy(() -> TcpServer.at(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void eachKindOfServerHasItsOwn() {
    assertThatThrownBy(() -> UdpServer.at("tcp://:9")).hasMessageContaining("a TcpServer");
    assertThatThrownBy(() -> UnixStreamServer.at("unix-dgram:x"))
        .hasMessageContaining("a UnixDatagramServer");
    assertThatThrownBy(() -> UnixDatagramServer.at("unix:x?mode=9"))
        .hasMessageContaining("a UnixStreamServer");
    assertThatThrownBy(() -> UnixDatagramServer.at("unix-dgram:x?mode=9"))
        .hasMessageContaining("three octal digits");
    assertThatThrownBy(() -> UnixStreamServer.at("unix:@x?take-stale"))
        .hasMessageContaining("an abstract name is no file");
  }

  @Test
  void aHostThatIsNotFoundIsAnErrorOfTheStart() {
    for (Engine engine : new Engine[] {Engine.threads(), Engine.eventLoop()}) {
      assertThatThrownBy(() ->
              TcpServer.at("tcp://no-such-host.invalid:0")
                  .handler(Shout::new)
                  .engine(engine)
                  .start())
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("no-such-host.invalid");
    }
  }
}
