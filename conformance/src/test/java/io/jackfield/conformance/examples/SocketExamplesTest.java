package io.jackfield.conformance.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.conformance.e2e.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each of {@code examples/sockets} does what it says. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SocketExamplesTest {
  private static final String MUCH = "0123456\n".repeat(1 << 17);
  private static final Pattern PORT = Pattern.compile("port (\\d+)\n");

  /** Says where it listens, as {@code s}. */
  private static final String LISTENING =
      """
      s = socket.create_server(('127.0.0.1', 0))
      say(b'port %d\\n' % s.getsockname()[1])
      """;

  private static int port(Child python) {
    return Integer.parseInt(python.out().await(PORT).group(1));
  }

  @Test
  void timestampServer() {
    try (Child server = Example.of("sockets/TimestampServer", 0).start()) {
      int port = Example.port(server);
      String said =
          Python.client(
              port,
              """
              c = connect()
              for chunk in b'\\xff\\0\\r\\n', b'two':
                  c.sendall(chunk)
                  say(exactly(c, 27 + len(chunk)))
              """);
      assertThat(Stamp.split(said)).containsExactly("\u00ff\0\r\n", "two");
      String _ = Python.client(port, "c = connect()\nc.sendall(b'x')\nvanish(c)");
      assertThat(Stamp.after(Example.netcat(port, "still there"))).isEqualTo("still there");
    }
  }

  @Test
  void timestampClient() {
    String script =
        """
        c, _ = s.accept()
        for _ in 1, 2:
            c.sendall(b'[then] ' + c.recv(1000))
        c.shutdown(socket.SHUT_WR)
        rest(c)
        """;
    try (Child server = Python.script(LISTENING + script).start()) {
      Command client = Example.of("sockets/TimestampClient", port(server));
      Finished finished = client.run("hello\nGruss\nand no more\n");
      assertThat(finished.out())
          .isEqualTo("> [then] hello\n> [then] Gruss\n> the server has closed the connection\n");
      assertThat(finished.err()).isEmpty();
      server.awaitExit();
      assertThat(client.run("\n").err()).contains("ConnectionRefusedException", "127.0.0.1");
    }
  }

  @Test
  void udpTimestampServer() {
    try (Child server = Example.of("sockets/UdpTimestampServer", 0).start()) {
      String said =
          Python.client(
              Example.port(server),
              """
              d = datagrams()
              for data in b'', b'\\xff\\n', b'x' * (65507 - 27):
                  d.send(data)
                  say(d.recv(65536))
              d.send(b'y' * (65507 - 26))
              d.send(b'last')
              say(d.recv(65536))
              """);
      assertThat(Stamp.split(said))
          .containsExactly("", "\u00ff\n", "x".repeat(65_507 - Stamp.BYTES), "last");
      assertThat(server.err().await("\n")).contains("EMSGSIZE");
    }
  }

  @Test
  void udpTimestampClient() {
    String script =
        """
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind(('127.0.0.1', 0))
        say(b'port %d\\n' % s.getsockname()[1])
        data, client = s.recvfrom(1000)
        s.sendto(b'[then] ' + data, client)
        s.recvfrom(1000)
        """;
    try (Child server = Python.script(script).start();
        Child client = Example.of("sockets/UdpTimestampClient", port(server)).start()) {
      client.write("hello\n").out().await("[then] hello\n> ");
      client.write("unanswered\n");
      server.awaitExit();
      client.out().await("timed out after ");
      client.write("to nobody\n").out().await("ECONNREFUSED");
      client.write("\n");
      assertThat(client.awaitExit()).isZero();
    }
  }

  @Test
  void selectRoom() {
    try (Child server = Example.of("sockets/SelectRoom", 0).start()) {
      int port = Example.port(server);
      try (Child guest = Command.tool("nc", "-N", "127.0.0.1", "" + port).start();
          Child slow =
              Python.script(
                      """
                      c = connect()
                      c.settimeout(0.3)
                      try:
                          while True: c.sendall(b'x' * 65536)
                      except TimeoutError:
                          say(b'stuck')
                      sys.stdin.read()
                      """,
                      "127.0.0.1",
                      port)
                  .start()) {
        guest.write("hello\n").out().await("hello\n");
        slow.out().await("stuck");
        assertThat(Example.netcat(port, MUCH)).isEqualTo(MUCH);
        server.write("to all\n");
        guest.out().await("to all\n");
        server.closeInput();
        guest.write("once more\n").out().await("once more\n");
        guest.closeInput();
        assertThat(guest.awaitExit()).isZero();
      }
      assertThat(Example.netcat(port, "x")).isEqualTo("x");
    }
  }

  @Test
  void gopherClient() {
    String script =
        """
        for _ in 1, 2:
            c, _ = s.accept()
            c.sendall(b'you asked for ' + repr(c.makefile('rb').readline()).encode() + b'\\n')
            c.close()
        """;
    try (Child server = Python.script(LISTENING + script).start()) {
      int port = port(server);
      assertThat(Example.of("sockets/GopherClient", "127.0.0.1", "", port).run().out())
          .isEqualTo("you asked for b'\\r\\n'\n");
      assertThat(Example.of("sockets/GopherClient", "127.0.0.1", "/a b", port).run().out())
          .isEqualTo("you asked for b'/a b\\r\\n'\n");
    }
  }

  @Test
  void sendFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), MUCH, ISO_8859_1);
    String script =
        """
        c, _ = s.accept()
        lines = c.makefile('rb')
        name = lines.readline()
        c.sendall(b'OK\\n')
        size = int(lines.readline())
        c.sendall(b'OK\\n')
        data = lines.read(size)
        c.sendall(b'OK\\n')
        assert data == b'0123456\\n' * (size // 8), 'the content'
        say(b'%s %d %r' % (name.strip(), size, lines.read()))
        c, _ = s.accept()
        c.makefile('rb').readline()
        c.sendall(b'ERROR no room\\n')
        """;
    try (Child receiver = Python.script(LISTENING + script).start()) {
      Command send = Example.of("sockets/SendFile", file, "127.0.0.1", port(receiver));
      Finished sent = send.run();
      assertThat(sent.err()).isEmpty();
      assertThat(sent.out()).isEqualTo("sent " + MUCH.length() + " bytes\n");
      receiver.out().await("file " + MUCH.length() + " b''");
      Finished refused = send.run();
      assertThat(refused.err()).isEqualTo("ERROR no room\n");
      assertThat(refused.exit()).isEqualTo(1);
    }
  }

  @Test
  void handOver(@TempDir Path folder) {
    Path path = folder.resolve("line");
    String script =
        """
        s = socket.socket(socket.AF_UNIX)
        s.bind(ARGS[0])
        s.listen()
        say(b'ready\\n')
        line, _ = s.accept()
        for _ in 1, 2:
            data, descriptors, _, _ = socket.recv_fds(line, 1, 1)
            client = socket.socket(fileno=descriptors[0])
            client.setblocking(True)
            client.sendall(b'Python heard ' + client.recv(1000))
            client.close()
        """;
    try (Child other = Python.script(script, path).start()) {
      other.out().await("ready\n");
      try (Child server = Example.of("sockets/HandOver", path, 0).start()) {
        server.out().await("process " + other.pid() + " answers\n");
        int port = Example.port(server);
        assertThat(Example.netcat(port, "one")).isEqualTo("Python heard one");
        assertThat(Example.netcat(port, "two")).isEqualTo("Python heard two");
        assertThat(other.awaitExit()).isZero();
      }
    }
  }
}
