package io.jackfield.service.gopher;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.server.Engine;
import io.jackfield.server.TcpServer;
import io.jackfield.service.FakeTransport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GopherProtocolTest {
  /** More than the kernel keeps for a connection of this machine, both ends together. */
  private static final int MUCH_BYTES = 64 << 20;

  @TempDir private Path root;

  private Protocol protocol(@Nullable HostPort name) {
    return Objects.requireNonNull(GopherProtocol.factory(root, name).buildProtocol(null));
  }

  /** How many of this process's descriptors are of files and folders in the root. */
  private long descriptors() throws IOException {
    Path real = root.toRealPath();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(one -> leadsTo(real, one)).count();
    }
  }

  private static boolean leadsTo(Path folder, Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(folder);
    } catch (IOException e) {
      return false; // Closed meanwhile, as that of the list itself.
    }
  }

  @ParameterizedTest
  @CsvSource({",, 127.0.0.1, 7777", "example.org, 0, example.org, 7777", "a.b, 70, a.b, 70"})
  void aMenuLeadsToWhereTheServerIsSaidToBe(String name, Integer port, String host, int shown)
      throws Exception {
    Files.createFile(root.resolve("a.txt"));
    try (var client = new FakeTransport(protocol(name == null ? null : new HostPort(name, port)))) {
      client.come("\r\n");
      client.doWork();
      client.request(Long.MAX_VALUE);
      assertThat(client.written())
          .startsWith("0a.txt (0 bytes)\t/a.txt\t" + host + "\t" + shown + "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\tword\r\n", "/a.png\r\n", "/a.txt\r\n"})
  void whoeverLeavesLeavesNoFileOpen(String request) throws Exception {
    Files.writeString(root.resolve("a.png"), "png");
    Files.writeString(root.resolve("a.txt"), "txt");
    Protocol before = protocol(null);
    try (var client = new FakeTransport(before)) {
      client.come(request);
      before.connectionLost(new LossReason.Done());
      client.doWork();
      assertThat(descriptors()).as("gone before it was found").isZero();
    }
    Protocol after = protocol(null);
    try (var client = new FakeTransport(after)) {
      client.come(request);
      client.doWork();
      assertThat(descriptors()).isEqualTo(request.startsWith("/") ? 1 : 0);
      after.connectionLost(new LossReason.Done());
      assertThat(descriptors()).as("gone after it").isZero();
    }
  }

  @Test
  void whatFollowsARequestIsNone() throws Exception {
    for (String first : new String[] {"/none\r\n", "x".repeat(2_000)}) {
      try (var client = new FakeTransport(protocol(null))) {
        client.come(first);
        if (client.hasWork()) {
          client.doWork();
        }
        client.come("/more\r\n");
        assertThat(client.hasWork()).isFalse();
      }
    }
  }

  private TcpServer serve() throws IOException {
    return TcpServer.at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
        .protocol(GopherProtocol.factory(root, null))
        .engine(Engine.eventLoop())
        .start();
  }

  private static Socket asked(TcpServer server, String request) throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.address().getPort());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, TextSending.PIECE_BYTES - 1, TextSending.PIECE_BYTES})
  void aTextIsSentToItsLastByte(int length) throws Exception {
    for (int more : new int[] {0, 1, TextSending.PIECE_BYTES}) {
      String text = "x".repeat(length + more);
      Files.writeString(root.resolve("a.txt"), text);
      try (TcpServer server = serve();
          Socket client = asked(server, "/a.txt\r\n")) {
        String end = text.isEmpty() ? ".\r\n" : "\r\n.\r\n";
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo(text + end);
      }
    }
  }

  @Test
  void aPartOfATextDoesNotPassForTheWhole() throws Exception {
    Path text = root.resolve("a.txt");
    try (var file = Files.newByteChannel(text, CREATE_NEW, WRITE)) {
      file.position(MUCH_BYTES).write(StandardCharsets.US_ASCII.encode("."));
    }
    try (TcpServer server = serve();
        Socket client = asked(server, "/a.txt\r\n")) {
      InputStream in = client.getInputStream();
      assertThat(in.read()).isZero();
      try (var file = Files.newByteChannel(text, WRITE)) {
        file.truncate(1);
      }
      assertThatThrownBy(in::readAllBytes).isInstanceOf(SocketException.class);
    }
  }
}
