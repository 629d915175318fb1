package io.jackfield.conformance.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.Drivers;
import io.jackfield.server.Engine;
import io.jackfield.server.StreamRequestHandler;
import io.jackfield.server.TcpServer;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers behind HAProxy, and asked by curl, which both say for whom they ask. */
final class BehindHaproxyTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** It listens on a socket that it inherits, on a free port. */
  private static final String HAPROXY =
      """
      s = socket.create_server(('127.0.0.1', 0))
      s.set_inheritable(True)
      say(b'port %d\\n' % s.getsockname()[1])
      os.environ['LISTENER'] = str(s.fileno())
      os.execvp('haproxy', ['haproxy', '-db', '-f', ARGS[0]])
      """;

  @TempDir private Path folder;

  /** Answers a line as HTTP does, with who has asked. */
  static final class Who extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      byte[] asked = in().readLine(1_000);
      int version = request().proxyHeader().map(header -> header.version()).orElse(0);
      String who = Addresses.text(request().clientAddress());
      String answer = "%s, by version %d: %s".formatted(who, version, new String(asked, UTF_8));
      out().write(("HTTP/1.0 200 OK\r\n\r\n" + answer).getBytes(UTF_8));
    }
  }

  static List<Engine> engines() {
    return Stream.concat(
            Stream.of(Engine.threads(), Engine.virtualThreads()),
            Drivers.names().stream().map(name -> Engine.eventLoop(() -> Drivers.named(name))))
        .toList();
  }

  private static TcpServer serve(Engine engine) throws IOException {
    return TcpServer.at(ANY_PORT).handler(Who::new).engine(engine).proxies(_ -> true).start();
  }

  private static int port(SocketAddress address) {
    return ((InetSocketAddress) address).getPort();
  }

  private Path configuration(int port, String how) throws IOException {
    return Files.writeString(
        folder.resolve(how),
        """
        defaults
          mode tcp
          timeout connect 10s
          timeout client 10s
          timeout server 10s
        listen all
          bind fd@${LISTENER}
          server ours 127.0.0.1:%d %s
        """
            .formatted(port, how));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theClientIsWhoHasAskedHaproxy(Engine engine) throws Exception {
    try (TcpServer server = serve(engine)) {
      for (int version = 1; version <= 2; version++) {
        String how = version == 1 ? "send-proxy" : "send-proxy-v2";
        Path configuration = configuration(port(server.address()), how);
        try (Foreign haproxy = Foreign.of(Python.script(HAPROXY, configuration));
            var client = new Socket(InetAddress.getLoopbackAddress(), haproxy.port())) {
          client.getOutputStream().write("hello\n".getBytes(UTF_8));
          assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
              .endsWith(
                  "127.0.0.1:%d, by version %d: hello\n".formatted(client.getLocalPort(), version));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theClientIsCurlByItsOwnWord(Engine engine) throws Exception {
    try (TcpServer server = serve(engine)) {
      String url = "http://127.0.0.1:" + port(server.address()) + "/";
      Command curl = Command.tool("curl", "-s", "--haproxy-protocol", "-w", "%{local_port}", url);
      String out = curl.run().out();
      assertThat(out).contains(", by version 1: GET / HTTP/1.1").startsWith("127.0.0.1:");
      String port = out.substring("127.0.0.1:".length(), out.indexOf(','));
      assertThat(out).endsWith(port);
    }
  }
}
