package io.jackfield.service.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.Engine;
import io.jackfield.server.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
final class CommandsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-06T02:57:05Z"), ZoneOffset.UTC);

  @TempDir private Path root;

  static List<Engine> engines() {
    return List.of(
        Engine.iterative(), Engine.threads(), Engine.virtualThreads(), Engine.eventLoop());
  }

  @BeforeEach
  void make() throws IOException {
    Files.createFile(root.resolve("b"));
    Files.createDirectory(root.resolve("a"));
  }

  private TcpServer serve(Engine engine) throws IOException {
    return TcpServer.at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
        .protocol(_ -> new Commands(CLOCK, "Linux", new Listing(root)))
        .drainTimeout(Duration.ofSeconds(10))
        .engine(engine)
        .start();
  }

  private static Socket connect(TcpServer server) throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.address().getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Says each when what came before is answered. */
  private static String ask(Socket socket, String said, String expected) throws IOException {
    socket.getOutputStream().write(said.getBytes(UTF_8));
    return new String(socket.getInputStream().readNBytes(expected.getBytes(UTF_8).length), UTF_8);
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void wordsAreCommandsAndEverythingElseComesBack(Engine engine) throws IOException {
    String[][] talk = {
      {"date", "Fri Nov  6 02:57:05 2026\n"},
      {"date\n", "Fri Nov  6 02:57:05 2026\n"},
      {"date\r\n", "Fri Nov  6 02:57:05 2026\n"},
      {"os\r", "Linux\n"},
      {"ls", "a/\nb\n"},
      {"ls \n", "a/\nb\n"},
      {"ls ..\n", "error: no such directory: ..\n"},
      {"date\n\n", "date\n\n"},
      {"Date", "Date"},
      {" date", " date"},
      {"os ", "os "},
      {"lsa", "lsa"},
      {"ls\ta", "ls\ta"},
      {"\n", "\n"},
      {"hello\r\n", "hello\r\n"},
      {"l", "l"},
      {"\0", "\0"},
    };
    try (var server = serve(engine);
        Socket socket = connect(server)) {
      for (String[] each : talk) {
        assertThat(ask(socket, each[0], each[1])).isEqualTo(each[1]);
      }
      socket.shutdownOutput();
      assertThat(rest(socket)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void whoEndsWhileAFolderIsReadGetsItsNames(Engine engine) throws IOException {
    try (var server = serve(engine)) {
      for (int i = 0; i < 20; i++) {
        try (Socket socket = connect(server)) {
          socket.getOutputStream().write("ls".getBytes(UTF_8));
          socket.shutdownOutput();
          assertThat(rest(socket)).isEqualTo("a/\nb\n");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aServerThatStopsAnswersWhatHadArrived(Engine engine) throws IOException {
    var server = serve(engine);
    try (Socket socket = connect(server)) {
      assertThat(ask(socket, "os", "Linux\n")).isEqualTo("Linux\n");
      socket.getOutputStream().write("ls".getBytes(UTF_8));
      server.shutdown();
      assertThat(rest(socket)).isEqualTo("a/\nb\n");
    }
    server.close();
  }

  /** What is sent without waiting is cut into chunks as it arrives, but none of it is lost. */
  @ParameterizedTest
  @MethodSource("engines")
  void whatIsSentWithoutWaitingComesBackInOrder(Engine engine) throws IOException {
    String much = "x".repeat(16_384).concat("y".repeat(300_000)) + "z";
    try (var server = serve(engine);
        Socket socket = connect(server)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              socket.getOutputStream().write(much.getBytes(UTF_8));
              socket.shutdownOutput();
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      assertThat(rest(socket)).isEqualTo(much);
    }
  }
}
