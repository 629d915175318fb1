package io.jackfield.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.conformance.e2e.Stamp;
import io.jackfield.conformance.e2e.Wire;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The small programs of {@code examples/reactor}, and those of docs/recipes.md, do what they say.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReactorSeedsTest {
  private static final Pattern PYTHON_PORT = Pattern.compile("port (\\d+)\n");

  @Test
  void timestampServer() {
    try (Child server = Example.of("reactor/TimestampServer", 0).start()) {
      String said =
          Python.client(
              Example.port(server),
              """
              one, other = connect(), connect()
              for c, chunk in (other, b'\\xff'), (one, b'one\\n'), (other, b'two'):
                  c.sendall(chunk)
                  say(exactly(c, 27 + len(chunk)))
              """);
      assertThat(Stamp.split(said)).containsExactly("\u00ff", "one\n", "two");
    }
  }

  @Test
  void timestampClient() {
    String script =
        """
        s = socket.create_server(('127.0.0.1', 0))
        say(b'port %d\\n' % s.getsockname()[1])
        c, _ = s.accept()
        c.sendall(b'unasked\\n')
        while data := c.recv(1000):
            c.sendall(b'[then] ' + data)
        c.sendall(b'bye\\n')
        """;
    try (Child server = Python.script(script).start()) {
      String port = server.out().await(PYTHON_PORT).group(1);
      try (Child client = Example.of("reactor/TimestampClient", port).start()) {
        client.out().await("unasked\n");
        client.write("hello\n").out().await("[then] hello\n");
        client.write("Grüße\n").out().await(Wire.of("[then] Grüße\n"));
        client.closeInput();
        assertThat(client.awaitExit()).isZero();
        assertThat(client.out().awaitEnd()).endsWith("bye\n");
      }
      server.awaitExit();
      Finished refused = Example.of("reactor/TimestampClient", port).run();
      assertThat(refused.err()).contains("ECONNREFUSED");
    }
  }

  @Test
  void manyFetches() {
    String script =
        """
        import threading
        s = socket.create_server(('127.0.0.1', 0), backlog=64)
        say(b'port %d\\n' % s.getsockname()[1])
        def serve(c):
            selector = c.makefile('rb').readline().strip()
            if selector == b'reset':
                return vanish(c)
            c.sendall(b'x' * int(selector or b'7'))
            c.close()
        held, most = [], 0
        while len(held) < 8:
            held.append(s.accept()[0])
        s.settimeout(0.2)
        try:
            s.accept()
            say(b'a ninth came\\n')
        except TimeoutError:
            say(b'eight at once\\n')
        s.settimeout(None)
        for c in held: serve(c)
        while True: serve(s.accept()[0])
        """;
    try (Child server = Python.script(script).start()) {
      String at = "gopher://127.0.0.1:" + server.out().await(PYTHON_PORT).group(1);
      Object[] urls =
          Stream.concat(
                  Stream.of(at, at + "/1", at + "/0reset", "gopher://127.0.0.1:1/"),
                  IntStream.range(1_000, 1_020).mapToObj(size -> at + "/9" + size))
              .toArray();
      Finished finished = Example.of("reactor/ManyFetches", urls).run();
      assertThat(finished.err()).isEmpty();
      assertThat(finished.exit()).isZero();
      assertThat(server.out().soFar()).endsWith("eight at once\n");
      assertThat(finished.out().lines())
          .hasSize(24)
          .contains(at + ": 7 bytes", at + "/1: 7 bytes", at + "/91019: 1019 bytes")
          .anyMatch(line -> line.startsWith(at + "/0reset: Lost["))
          .anyMatch(line -> line.startsWith("gopher://127.0.0.1:1/: ") && line.contains("REFUSED"));
    }
  }

  @Test
  void frames() {
    try (Child server = Example.of("reactor/Frames", 0).start()) {
      String said =
          Python.client(
              Example.port(server),
              """
              def frame(data): return struct.pack('>H', len(data)) + data
              def answer(c): return exactly(c, struct.unpack('>H', exactly(c, 2))[0])
              c = connect()
              for byte in frame(b'piece') + frame('häh'.encode()):
                  c.sendall(bytes([byte]))
              say(answer(c) + b' ' + answer(c) + b' ')
              c.sendall(frame(b'') + frame(b'a' * 999 + b'b') + frame(b'two')[:3])
              say(b'%d %d ' % (len(answer(c)), answer(c).index(b'b')))
              c.sendall(b'wo')
              say(answer(c) + b' ')
              c.sendall(struct.pack('>H', 1001))
              try: say(rest(c) + b'ended')
              except ConnectionResetError: say(b'reset')
              """);
      assertThat(said).isEqualTo(Wire.of("eceip häh 0 0 owt reset"));
    }
  }

  @Test
  void news() {
    try (Child server = Example.of("reactor/News", 0).start()) {
      int port = Example.port(server);
      server.write("nobody hears\n").out().await("0 handlers were called\n");
      Command listen = Command.tool("nc", "127.0.0.1", "" + port);
      try (Child one = listen.start();
          Child other = listen.start()) {
        one.out().await("the news:\n");
        other.out().await("the news:\n");
        server.write("good news\n").out().await("2 handlers were called\n");
        one.out().await("good news\n");
        other.out().await("good news\n");
      }
    }
  }

  @Test
  void whoIsThere(@TempDir Path folder) {
    Path path = folder.resolve("socket");
    try (Child server = Example.of("reactor/WhoIsThere", path).start()) {
      server.out().await("listening on " + path + "\n");
      String said =
          Python.run(
              """
              c = socket.socket(socket.AF_UNIX)
              c.connect(ARGS[0])
              mine = b'process %d of user %d\\n' % (os.getpid(), os.getuid())
              say(b'right' if rest(c) == mine else b'wrong')
              say(b' %o' % (os.stat(ARGS[0]).st_mode & 0o777))
              """,
              path);
      assertThat(said).isEqualTo("right 600");
    }
  }

  @Test
  void multicast() {
    try (Child listener = Example.of("reactor/Multicast", "239.255.71.5", "lo", 0).start()) {
      Pattern listening = Pattern.compile("listening on /239\\.255\\.71\\.5:(\\d+)\n");
      String port = listener.out().await(listening).group(1);
      String _ =
          Python.run(
              """
              d = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              d.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
              d.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 0)
              d.sendto(b'not for the group', ('127.0.0.1', int(ARGS[0])))
              d.sendto('Grüße\\n'.encode(), ('239.255.71.5', int(ARGS[0])))
              """,
              port);
      listener.out().await("Gr");
      assertThat(listener.out().await("\n")).doesNotContain("not for the group");
      listener.out().await(Pattern.compile("\n/127\\.0\\.0\\.1:\\d+: Gr.*e\n"));
    }
  }

  @Test
  void rehearsed() {
    Finished finished = Example.of("reactor/Rehearsed").run();
    assertThat(finished.err()).isEmpty();
    assertThat(finished.out()).isEqualTo("passed in 119 s, of which none was waited\n");
  }
}
