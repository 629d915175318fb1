package io.jackfield.conformance.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.conformance.reactor.peers.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each of the examples of docs/reactor.md does what it says. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReactorExamplesTest {
  private static final String MUCH = "0123456\n".repeat(1 << 17);

  private static void assertEchoes(int port) {
    Finished finished =
        Command.tool("nc", "-N", "127.0.0.1", "" + port).run(MUCH.getBytes(ISO_8859_1));
    assertThat(finished.out()).isEqualTo(MUCH);
  }

  @Test
  void echo() {
    try (Child server = Example.of("reactor/Echo").start()) {
      assertEchoes(Example.port(server));
    }
  }

  @Test
  void manyLoops() {
    try (Child server = Example.of("reactor/ManyLoops").start()) {
      int port = Example.port(server);
      server.out().await(Pattern.compile("connections \\[0(, 0)*]\n"));
      try (Child client = Command.tool("nc", "-N", "127.0.0.1", "" + port).start()) {
        client.write("x").out().await("x");
        server.out().await(Pattern.compile("connections \\[(0, )*1(, 0)*]\n"));
      }
    }
  }

  @Test
  void tlsEcho(@TempDir Path folder) {
    var authority = new Authority(folder);
    try (Child server =
            Example.of("reactor/TlsEcho", authority.certificate("server"), authority.key("server"))
                .start();
        Child client =
            Command.tool("openssl", "s_client", "-connect", "127.0.0.1:" + Example.port(server))
                .and("-CAfile", authority.certificate("authority"), "-verify_return_error")
                .and("-nocommands", "-brief")
                .start()) {
      client.write("hello\n").out().await("hello\n");
      server.out().await("TLSv1.3\n");
    }
  }

  @Test
  void webFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), MUCH);
    try (Child server = Example.of("reactor/WebFile", file).start()) {
      Finished finished =
          Command.tool("curl", "-sS", "http://127.0.0.1:" + Example.port(server)).run();
      assertThat(finished.err()).isEmpty();
      assertThat(finished.out()).isEqualTo(MUCH);
      server.out().await("sent " + MUCH.length() + "\n");
    }
  }

  @Test
  void shout() {
    try (Child server = Example.of("reactor/Shout").start()) {
      assertShouts(Example.port(server));
      assertThat(server.err().soFar()).isEmpty();
    }
  }

  @Test
  void shoutOnOrdinaryThreads() {
    try (Child server = Example.withoutOpenPackages("reactor/Shout").start()) {
      assertShouts(Example.port(server));
      assertThat(server.err().soFar())
          .contains("ordinary threads: ", "--add-opens=java.base/java.lang=io.jackfield.reactor");
    }
  }

  private static void assertShouts(int port) {
    assertThat(Command.tool("nc", "-N", "127.0.0.1", "" + port).run("hello\nwho?\n").out())
        .startsWith("HELLO\nLinux version ");
    assertThat(Command.tool("socat", "-", "TCP:127.0.0.1:" + port).run("from socat\n").out())
        .isEqualTo("FROM SOCAT\n");
    String said =
        Python.client(
            port,
            """
            one, other = connect(), connect()
            other.sendall(b'b\\n')
            one.sendall(b'a\\n')
            say(exactly(one, 2) + exactly(other, 2))
            """);
    assertThat(said).isEqualTo("A\nB\n");
  }

  private static Child guest(int port, String name) {
    Child guest = Command.tool("nc", "-N", "127.0.0.1", "" + port).start();
    guest.out().await("Your name?\n");
    return guest.write(name + "\n");
  }

  @Test
  void chat() {
    try (Child server = Example.of("reactor/Chat").start()) {
      int port = Example.port(server);
      try (Child ann = guest(port, "ann");
          Child bob = guest(port, "ann")) {
        ann.out().await("Here are [ann]\n");
        bob.out().await("Another name?\n");
        bob.write("bob\n").out().await("Here are [ann, bob]\n");
        ann.out().await("bob comes\n");
        bob.write("Grüße").write("!\n");
        ann.out().await("bob: GrÃ¼Ã\u009fe!\n");
        bob.closeInput();
        ann.out().await("bob goes\n");
        ann.closeInput();
        assertThat(ann.awaitExit()).isZero();
      }
    }
  }

  @Test
  void chatDropsWhoDoesNotRead() {
    try (Child server = Example.of("reactor/Chat").start()) {
      String said =
          Python.client(
              Example.port(server),
              """
              import select
              slow = connect()
              exactly(slow, 11)
              slow.sendall(b'slow\\n')
              exactly(slow, len(b'Here are [slow]\\n'))
              talker = connect()
              talker.sendall(b'talker\\n')
              heard = b''
              while b'slow goes\\n' not in heard:
                  talker.sendall(b'word ' * 100 + b'\\n')
                  if select.select([talker], [], [], 0)[0]:
                      heard += talker.recv(1000)
              say(b'dropped')
              """);
      assertThat(said).isEqualTo("dropped");
    }
  }

  private static final Pattern RELAY =
      Pattern.compile("listening on tcp://127\\.0\\.0\\.1:(\\d+)\n");

  private static int relayPort(Child relay) {
    return Integer.parseInt(relay.out().await(RELAY).group(1));
  }

  @Test
  void relayToAnotherPort() {
    try (Child echo =
        Command.tool("socat", "-d", "-d", "TCP-LISTEN:0,bind=127.0.0.1", "EXEC:cat").start()) {
      var listening = Pattern.compile("listening on .*127\\.0\\.0\\.1:(\\d+)\n");
      String port = echo.err().await(listening).group(1);
      try (Child relay =
          Example.of("reactor/Relay", "tcp://127.0.0.1:0", "tcp://127.0.0.1:" + port).start()) {
        assertEchoes(relayPort(relay));
        echo.awaitExit();
        String _ = Python.client(relayPort(relay), "try: rest(connect())\nexcept OSError: pass");
        relay.err().await("no connection: ");
      }
    }
  }

  @Test
  void relayToACommandForEachConnection() {
    try (Child relay =
        Example.of("reactor/Relay", "tcp://127.0.0.1:0", "exec:cat; exit 3").start()) {
      assertEchoes(relayPort(relay));
      assertThat(relay.err().await("\n")).contains("exit code is 3");
      assertEchoes(relayPort(relay));
    }
  }

  @Test
  void relayOfStandardInputAndOutput() {
    Finished finished =
        Example.of("reactor/Relay", "stdio:", "exec:tr a-z A-Z; echo oh >&2").run("hello\n");
    assertThat(finished.out()).isEqualTo("HELLO\n");
    assertThat(finished.err()).isEqualTo("oh\n");
    assertThat(finished.exit()).isZero();
  }

  @Test
  void relayFromAFileToAnother(@TempDir Path folder) throws IOException {
    Path from = Files.writeString(folder.resolve("from"), MUCH);
    Path to = folder.resolve("to");
    Finished finished = Example.of("reactor/Relay", "file:" + from, "file:" + to + "?write").run();
    assertThat(finished.err()).isEmpty();
    assertThat(finished.exit()).isZero();
    assertThat(to).hasContent(MUCH);
  }

  @Test
  void relayOnAllSocketsThatWerePassed(@TempDir Path folder) {
    String one = folder.resolve("one").toString();
    String other = folder.resolve("other").toString();
    Command activate =
        Command.tool("systemd-socket-activate", "-l", one, "-l", other, "--fdname=web:web");
    try (Child relay =
        Example.of("reactor/Relay", "systemd:web", "exec:cat").under(activate).start()) {
      relay.err().await(other);
      for (String path : List.of(one, other, one)) {
        Finished client = Command.tool("nc", "-N", "-U", path).run(MUCH.getBytes(ISO_8859_1));
        assertThat(client.out()).isEqualTo(MUCH);
      }
      assertThat(relay.out().soFar())
          .isEqualTo("listening on unix://" + one + "\nlistening on unix://" + other + "\n");
    }
    assertThat(Path.of(one)).as("its path is the service manager's").exists();
  }

  @Test
  void reconnecting() {
    try (Child server =
        Python.script(
                """
                s = socket.create_server(('127.0.0.1', 0))
                say(b'port %d\\n' % s.getsockname()[1])
                for words in b'hello\\n', b'again\\n':
                    c, _ = s.accept()
                    c.sendall(words)
                    c.close()
                s.accept()
                """)
            .start()) {
      String port = server.out().await(Pattern.compile("port (\\d+)\n")).group(1);
      try (Child client = Example.of("reactor/Reconnecting", "127.0.0.1", port).start()) {
        assertThat(client.out().await("again\nlost: Done[]\n"))
            .startsWith("connected\nhello\nlost: Done[]\nconnected\nagain\n");
      }
    }
  }

  @Test
  void ticker() {
    try (Child server = Example.of("reactor/Ticker").start()) {
      String said = Python.client(Example.port(server), "say(rest(connect()))");
      assertThat(said).matches("(?s)(tick\n)*[^\n]+\n(tick\n)+");
    }
  }

  @Test
  void processOutput() {
    Finished finished =
        Example.of("reactor/ProcessOutput", "sh", "-c", "echo hello; echo oh >&2; exit 3").run();
    assertThat(finished.out()).matches("\\[\\d+ ms] hello\nended with 3\n");
    assertThat(finished.err()).isEqualTo("oh\n");
    assertThat(finished.exit()).isZero();
  }

  @Test
  void simulated() {
    Finished finished = Example.of("reactor/Simulated").run();
    assertThat(finished.out()).isEqualTo("answered after 1200 ms\n");
    assertThat(finished.err()).isEmpty();
    assertThat(finished.exit()).isZero();
  }
}
