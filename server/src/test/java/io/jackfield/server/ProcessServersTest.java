package io.jackfield.server;

import static io.jackfield.server.ObedientServers.answer;
import static io.jackfield.server.ObedientServers.ask;
import static io.jackfield.server.ObedientServers.connect;
import static io.jackfield.server.ObedientServers.pid;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.protocol.proxy.ProxyHeader.Extension;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.address.Addresses;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is of worker processes alone; the rest is in the suites for every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProcessServersTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ObedientServers servers;

  ProcessServersTest(@TempDir Path folder) {
    servers = new ObedientServers(folder);
  }

  // ---- handlers by name -------------------------------------------------------------------------

  @Test
  void aHandlerIsMadeWithItsSettings() throws Exception {
    try (var server = servers.with(AnyEngine.workers(1)).start();
        Line line = connect(server)) {
      assertThat(ask(line, "colour")).isEqualTo("blue");
      assertThat(pid(line)).isNotEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void whatOtherProcessesCannotMakeIsRefusedWithTheReason() {
    StreamServerBuilder<TcpServer> builder = servers.with(AnyEngine.workers(1));
    assertThatThrownBy(() -> builder.handler(Handlers.Echo::new).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("say handler(Greeting.class) for handler(Greeting::new)");
    assertThatThrownBy(() -> builder.handler(Handlers.Echo.class, Map.of("a", "b")))
        .hasMessageContaining("has settings, but no constructor for a Map");
    assertThatThrownBy(() -> builder.handler(NotStatic.class))
        .hasMessageContaining("a class within another must be static");
  }

  /** Makes a reactor's protocol. */
  static final class Echoes implements ProtocolFactory {
    @Override
    public Protocol buildProtocol(@Nullable SocketAddress peer) {
      return new Protocol() {
        private @Nullable Transport transport;

        @Override
        public void connectionMade(Transport made) {
          transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
          Objects.requireNonNull(transport).write(data);
        }
      };
    }
  }

  @Test
  void aReactorsProtocolRunsInAWorkerToo() throws Exception {
    try (var server = servers.with(AnyEngine.workers(1)).protocol(Echoes.class, Map.of()).start();
        Line line = connect(server)) {
      assertThat(line.send("one").receive(3)).isEqualTo("one");
      assertThat(line.send("two").end().receiveAll()).isEqualTo("two");
    }
  }

  @SuppressWarnings("ClassCanBeStatic")
  final class NotStatic extends StreamRequestHandler {
    @Override
    protected void handle() {}
  }

  // ---- what they do -----------------------------------------------------------------------------

  @Test
  void whatAHandlerThrowsIsToldWithItsPlace() throws Exception {
    try (var server = servers.with(AnyEngine.workers(1)).start();
        Line line = connect(server)) {
      line.send("throw\n");
      assertThat(line.receiveAll()).isEmpty();
      assertThat(servers.hooks().errors.take())
          .isInstanceOfSatisfying(
              WorkerException.class,
              error -> {
                assertThat(error.thrown()).isEqualTo("java.lang.IllegalStateException");
                assertThat(error).hasMessage("as it was told to");
                assertThat(error.getStackTrace()[0].getClassName()).endsWith("Obedient");
              });
    }
  }

  @Test
  void aHandlerThatNeverReturnsIsInterruptedWhenTheTimeToDrainIsUp() throws Exception {
    try (var server =
            servers.with(AnyEngine.workers(1)).drainTimeout(Duration.ofSeconds(1)).start();
        Line waiting = connect(server)) {
      long worker = pid(waiting);
      assertThat(ask(waiting, "wait")).isEqualTo("begun");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(servers.notes()).hasContent("interrupted");
      assertThat(Path.of("/proc/" + worker)).doesNotExist();
    }
  }

  // ---- whose connection it is -------------------------------------------------------------------

  /** What has come behind the header, here read with it, is the worker's; under TLS it is TLS's. */
  @Test
  void aWorkerKnowsTheClientThatAProxyNames() throws Exception {
    var client = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4_711);
    var front = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 443);
    byte[] header =
        new ProxyHeader(
                2, client, front, List.of(new Extension(ProxyHeader.ALPN, new byte[] {'x'})))
            .encoded();
    Certificate certificate = Certificate.in(servers.folder());
    try (var plain = servers.with(AnyEngine.workers(1)).proxies(_ -> true).start();
        var secured =
            servers
                .with(AnyEngine.workers(1))
                .proxies(_ -> true)
                .tls(certificate.server())
                .start();
        SocketChannel first = SocketChannel.open(plain.address());
        SocketChannel second = SocketChannel.open(secured.address())) {
      first.write(new ByteBuffer[] {ByteBuffer.wrap(header), ByteBuffer.wrap(bytes("client\n"))});
      Line line = Line.plain(first);
      assertThat(answer(line)).isEqualTo("192.0.2.7:4711");
      assertThat(ask(line, "extensions")).isEqualTo("1");
      assertThat(ask(line, "server")).isEqualTo(Addresses.text(plain.address()));
      second.write(ByteBuffer.wrap(header));
      assertThat(ask(Line.secured(second, certificate), "client")).isEqualTo("192.0.2.7:4711");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  // ---- what a worker has ------------------------------------------------------------------------

  @Test
  void aWorkerHasItsConnectionsAndNoOtherDescriptorOfTheServers() throws Exception {
    try (var server = servers.with(AnyEngine.workers(2)).start();
        Line first = connect(server);
        Line second = connect(server)) {
      long worker = pid(first);
      assertThat(pid(second)).isNotEqualTo(worker);
      assertThat(sockets(worker)).as("the line and one connection").hasSize(2);
      // The descriptor is closed here when it has left, which may be after the worker has it.
      while (sockets(ProcessHandle.current().pid()).stream().anyMatch(sockets(worker)::contains)) {
        Thread.onSpinWait();
      }
    }
  }

  /** By their inodes: {@code socket:[4711]}. */
  private static Set<String> sockets(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : all.toList()) {
        try {
          String what = Files.readSymbolicLink(each).toString();
          if (what.startsWith("socket:")) {
            sockets.add(what);
          }
        } catch (IOException e) {
          // Closed since: the list's own.
        }
      }
    }
    return sockets;
  }

  @Test
  void aKeyIsGivenToAWorkerWithoutItsFilesAndByNoArgument() throws Exception {
    Certificate certificate = Certificate.in(servers.folder());
    TlsServerConfig tls = certificate.server();
    String key = Files.readString(servers.folder().resolve("key.pem"));
    try (var server = servers.with(AnyEngine.workers(1)).tls(tls).open()) {
      Files.delete(servers.folder().resolve("key.pem"));
      Thread.ofVirtual().start(server::serveForever);
      try (Line line = Line.secured(SocketChannel.open(server.address()), certificate)) {
        long worker = pid(line);
        for (String what : List.of("cmdline", "environ")) {
          String seen = Files.readString(Path.of("/proc/" + worker, what), ISO_8859_1);
          assertThat(seen)
              .doesNotContain(key.lines().skip(1).findFirst().orElseThrow())
              .doesNotContain("key.pem");
        }
      }
    }
  }

  @Test
  void certificatesThatAreReadAgainAreTheWorkersToo() throws Exception {
    TlsServerConfig tls = Certificate.in(servers.folder()).server();
    Certificate old = copy("old");
    try (var server = servers.with(AnyEngine.workers(1)).tls(tls).start()) {
      try (Line line = Line.secured(SocketChannel.open(server.address()), old)) {
        assertThat(ask(line, "colour")).isEqualTo("blue");
      }
      Certificate renewed = Certificate.in(servers.folder());
      tls.reload();
      try (Line line = Line.secured(SocketChannel.open(server.address()), renewed)) {
        assertThat(ask(line, "colour")).isEqualTo("blue");
      }
      assertThatThrownBy(
              () -> ask(Line.secured(SocketChannel.open(server.address()), old), "colour"))
          .isInstanceOf(IOException.class);
    }
  }

  private Certificate copy(String name) throws IOException {
    Path copy = Files.createDirectory(servers.folder().resolve(name));
    Files.copy(servers.folder().resolve("cert.pem"), copy.resolve("cert.pem"));
    return new Certificate(copy);
  }
}
