package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of servers of conversations, each with a client that is none of ours. */
enum StreamKind {
  TCP,
  TLS,
  UNIX,
  UNIX_TLS;

  /** A kind on an engine. */
  record Served(StreamKind kind, AnyEngine engine) {}

  /** Worker processes take a while to start: with them each kind of server, and TLS, is once. */
  static Stream<Served> onAllEngines() {
    return everyOnEveryEngine()
        .filter(one -> one.engine().isHere() || one.kind() == TLS || one.kind() == UNIX);
  }

  static Stream<Served> everyOnEveryEngine() {
    return Arrays.stream(values())
        .flatMap(kind -> AnyEngine.all().map(engine -> new Served(kind, engine)));
  }

  boolean isTls() {
    return this == TLS || this == UNIX_TLS;
  }

  boolean isUnix() {
    return this == UNIX || this == UNIX_TLS;
  }

  /** An address that nobody has. */
  SocketAddress anyAddress(Path folder) throws IOException {
    if (!isUnix()) {
      return Peer.ANY_PORT;
    }
    Path path = Files.createTempFile(folder, "s", "");
    Files.delete(path);
    return UnixDomainSocketAddress.of(path);
  }

  StreamServerBuilder<? extends BaseServer> at(SocketAddress address, Certificate certificate)
      throws IOException {
    StreamServerBuilder<? extends BaseServer> builder =
        address instanceof UnixDomainSocketAddress unix
            ? UnixStreamServer.at(unix)
            : TcpServer.at((InetSocketAddress) address);
    return isTls() ? builder.tls(certificate.server()) : builder;
  }

  Line connect(SocketAddress address, Certificate certificate) throws IOException {
    return isTls()
        ? Line.secured(SocketChannel.open(address), certificate)
        : Line.plain(SocketChannel.open(address));
  }

  /** Two hundred clients at once, each with a word of its own for a server that echoes. */
  void serveTwoHundred(BaseServer server, Certificate certificate) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(connect(server.address(), certificate).send("line " + i));
    }
    for (int i = 0; i < 200; i++) {
      String text = "line " + i;
      assertThat(lines.get(i).receive(text.length())).isEqualTo(text);
    }
    for (Line line : lines) {
      line.close();
    }
    assertThat(server.counts().taken()).isEqualTo(200);
  }

  /** Whether nobody listens. */
  static boolean isFree(SocketAddress address) {
    try (var channel = SocketChannel.open(address)) {
      return !channel.isOpen();
    } catch (IOException e) {
      return true;
    }
  }

  /** The bytes of a text. */
  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
