package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code serve files} on each engine, with senders that nobody here wrote, and with ours. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = Engines.ASKED_BY_READINESS, mode = EnumSource.Mode.MATCH_NONE)
final class FilesServeTest {
  /** All that a sender in Python takes. */
  private static final String SENDER =
      """
      def send(s, name, content):
          for part in name + b'\\n', b'%d\\n' % len(content), content:
              s.sendall(part)
              answer = line(s)
              if answer != b'OK\\n':
                  return answer
          return answer

      def line(s):
          got = b''
          while not got.endswith(b'\\n'):
              part = s.recv(1)
              if not part:
                  raise EOFError('the stream ended after %r' % got)
              got += part
          return got
      """;

  private final Engines engine;
  @TempDir private Path temporary;
  private Path folder;
  private Server server;

  FilesServeTest(Engines engine) {
    this.engine = engine;
  }

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectory(temporary.resolve("received"));
    server =
        Server.serve("files", "--tcp", "127.0.0.1:0", "--root", folder.toString()).startOn(engine);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static String sha256(Path file) {
    return Command.tool("sha256sum", file.toString()).run().out().split(" ", 2)[0];
  }

  @Test
  void aPlainSenderInPython() throws IOException {
    String said =
        Python.client(
            server.tcp(),
            SENDER
                + """
                s = connect()
                say(send(s, b'a.txt', b'hello'))
                say(send(s, 'Grüße.txt'.encode(), bytes(range(256)) * 4000))
                say(send(s, b'empty', b''))
                s.shutdown(socket.SHUT_WR)
                say(rest(s))
                """);
    assertThat(said).isEqualTo("OK\nOK\nOK\n");
    assertThat(names()).containsExactly("Grüße.txt", "a.txt", "empty");
    assertThat(folder.resolve("a.txt")).hasContent("hello");
    assertThat(folder.resolve("Grüße.txt")).hasSize(1_024_000);
    server.stop();
  }

  @Test
  void netcatWithAllAtOnce() throws IOException {
    Command nc = Command.tool("nc", "-N", "127.0.0.1", "" + server.tcp());
    assertThat(nc.run("notes.txt\n6\nhello\nmore.txt\n2\nx\n").out()).isEqualTo("OK\n".repeat(6));
    assertThat(folder.resolve("notes.txt")).hasContent("hello\n");
    assertThat(nc.run("notes.txt\n6\nHELLO\n").out())
        .isEqualTo("ERROR 'notes.txt' is there already\n");
    assertThat(names()).containsExactly("more.txt", "notes.txt");
    server.stop();
  }

  @Test
  void noSpellingLeadsOutOfTheFolder() throws IOException {
    String said =
        Python.client(
            server.tcp(),
            SENDER
                + """
                for name in (b'..', b'../up', b'/tmp/up', b'a/../../up', b'..\\\\up', b'a\\0.txt',
                        b'.ssh', b'', b'\\xff', b'a\\x1b[2J', b'%2e%2e/up', b'x' * 256):
                    s = connect()
                    say(send(s, name, b'x').split()[0] + b' ')
                    s.close()
                say(send(connect(), b'%2e%2e%2fup', b'x'))
                """);
    assertThat(said).isEqualTo("ERROR ".repeat(12) + "OK\n");
    assertThat(names()).containsExactly("%2e%2e%2fup");
    assertThat(temporary.resolve("up")).doesNotExist();
  }

  @Test
  void aLinkInTheFolderIsNotWrittenThrough() throws IOException {
    Path outside = Files.writeString(temporary.resolve("outside"), "mine");
    Files.createSymbolicLink(folder.resolve("link"), outside);
    Files.createSymbolicLink(folder.resolve("up"), temporary);
    String said =
        Python.client(
            server.tcp(),
            SENDER
                + """
                say(send(connect(), b'link', b'theirs'))
                s = connect()
                s.sendall(b'/files 1\\n')
                say(line(s))
                s.sendall(b'PUT 1 0 644 up/file\\n')
                say(line(s))
                """);
    assertThat(said)
        .isEqualTo(
            """
            ERROR 'link' is there already
            OK 1
            ERROR 'up/file' leads through something that is no folder of the receiver's
            """);
    assertThat(outside).hasContent("mine");
    assertThat(temporary.resolve("file")).doesNotExist();
  }

  @Test
  void whoLeavesInTheMidstLeavesNothingAndDisturbsNobody() throws IOException {
    String said =
        Python.client(
            server.tcp(),
            SENDER
                + """
                s = connect()
                s.sendall(b'half\\n10\\n')
                exactly(s, 6)
                s.sendall(b'hello')
                vanish(s)
                s = connect()
                s.sendall(b'less\\n10\\nhello')
                s.shutdown(socket.SHUT_WR)
                say(rest(s))
                s = connect()
                for byte in b'slow\\n5\\nhello':
                    s.send(bytes([byte]))
                say(exactly(s, 9))
                say(send(connect() if '%s' != 'ITERATIVE' else s, b'more', b'x'))
                """
                    .formatted(engine));
    assertThat(said)
        .isEqualTo("OK\nOK\nERROR the file ended too early: 5 of 10 bytes came\nOK\nOK\nOK\nOK\n");
    server.stop(); // What was being done for the first is done by then.
    assertThat(names()).containsExactly("more", "slow");
  }

  @Test
  void aDrainLetsAFileEnd() throws IOException {
    try (var client = new Client(server.tcp())) {
      assertThat(client.send("a\n5\nhe").receive(6)).isEqualTo("OK\nOK\n");
      server.process().signal("TERM");
      server.process().err().await("stopping");
      assertThat(client.send("llo").rest()).isEqualTo("OK\n");
      assertThat(server.process().awaitExit(Duration.ofSeconds(3))).isZero();
    }
    assertThat(folder.resolve("a")).hasContent("hello");
  }

  /**
   * Where one conversation is held at a time, nobody is there to offer more than the plain form.
   */
  private boolean isOffered() {
    return engine != Engines.ITERATIVE;
  }

  @Test
  void ourOwnSenderGoesOnWhereItWasKilled() throws IOException {
    Path large = temporary.resolve("large");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      byte[] piece = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        Arrays.fill(piece, (byte) i);
        file.write(piece);
      }
    }
    String to = "127.0.0.1:" + server.tcp();
    Path part = folder.resolve(".large.part");
    if (isOffered()) {
      // A part as a sender that was killed leaves it: its connection ends in the midst.
      Python.client(
          server.tcp(),
          """
          s = connect()
          s.sendall(b'/files 1\\nPUT %d 0 644 large\\nFROM 0\\n')
          exactly(s, 10)
          with open('%s', 'rb') as f:
              s.sendall(f.read(20000000))
          s.shutdown(socket.SHUT_WR)
          rest(s) # Until the receiver has let go of it.
          """
              .formatted(Files.size(large), large));
    }
    Finished sent = Command.jackfield("send", large.toString(), to).run();
    assertThat(sent.exit()).as(sent.err()).isZero();
    assertThat(sent.out()).isEmpty();
    assertThat(sent.err())
        .contains(isOffered() ? "the SHA-256 is the same there" : "checks no SHA-256");
    assertThat(sha256(folder.resolve("large"))).isEqualTo(sha256(large));
    assertThat(part).doesNotExist();
    server.stop();
  }

  @Test
  void ourOwnSenderSendsFolders() throws IOException {
    Path source = temporary.resolve("source/x");
    Files.writeString(Files.createDirectories(source.resolve("y")).resolve("a b.txt"), "hello");
    Files.writeString(source.resolve("空"), "");
    Command send = Command.jackfield("send", source.toString(), "127.0.0.1:" + server.tcp());
    Finished sent = send.run();
    if (!isOffered()) {
      assertThat(sent.exit()).isEqualTo(1);
      assertThat(sent.err()).contains("takes no folders");
      return;
    }
    assertThat(sent.exit()).as(sent.err()).isZero();
    assertThat(names()).containsExactly("x/y/a b.txt", "x/空");
    Finished again = send.run();
    assertThat(again.exit()).isZero();
    assertThat(Wire.text(again.err())).contains("x/空: is there already, with the same content");
    server.stop();
  }
}
