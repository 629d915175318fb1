package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code connect} and {@code relay} where there is nobody: exit 1 and a sentence. */
final class PipeFailureTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /** A port whose queue is full: what wants to connect is not answered. */
  private static final String FULL =
      """
      listener = socket.socket()
      listener.bind(('127.0.0.1', 0))
      listener.listen(0)
      fill = []
      for _ in range(4):
          s = socket.socket()
          s.setblocking(False)
          s.connect_ex(listener.getsockname())
          fill.append(s)
      say(b'port %d\\n' % listener.getsockname()[1])
      sys.stdin.read()
      """;

  @TempDir private Path folder;

  private static void assertFailed(Finished finished, String... words) {
    assertThat(finished.exit()).as(finished.err()).isEqualTo(1);
    assertThat(finished.out()).isEmpty();
    assertThat(Wire.text(finished.err()).lines().toList()).as("one sentence").hasSize(1);
    assertThat(finished.err()).startsWith("jackfield ").doesNotContain("Exception");
    assertThat(List.of(words)).allSatisfy(word -> assertThat(finished.err()).contains(word));
  }

  @Test
  void nobodyListensThere() throws IOException {
    // Bound, so that nobody else gets the port, but not listening.
    try (var silent = new Socket()) {
      silent.bind(new InetSocketAddress(LOOPBACK, 0));
      String at = "127.0.0.1:" + silent.getLocalPort();
      assertFailed(Pipes.connect(silent.getLocalPort()).run("x"), at, "refused", "nobody listens");
      assertFailed(Pipes.relay("stdio:", "tcp://" + at).run("x"), at, "refused");
      assertFailed(Pipes.connect(silent.getLocalPort(), "-z").run(), at, "refused");
    }
  }

  @Test
  void aUnixSocketIsNotThere() {
    String path = folder.resolve("none").toString();
    assertFailed(Command.jackfield("connect", "-U", path).run("x"), path, "ENOENT");
  }

  @Test
  void nobodyAnswersInTime() {
    try (Foreign full = Foreign.of(Python.script(FULL))) {
      assertFailed(
          Pipes.connect(full.port(), "-w", "300ms").run("x"),
          "127.0.0.1:" + full.port(),
          "timed out after 300 ms");
    }
  }

  @Test
  void noSuchHostExists() {
    Command fresh = Namespace.available().fresh();
    Command connect = Command.jackfield("connect", "nobody.invalid", "80");
    assertFailed(connect.under(fresh).run("x"), "unknown host", "nobody.invalid");
    Command relay = Pipes.relay("stdio:", "tcp://nobody.invalid:80");
    assertFailed(relay.under(fresh).run("x"), "unknown host", "nobody.invalid");
    Command datagrams = Command.jackfield("connect", "-u", "nobody.invalid", "80");
    assertFailed(datagrams.under(fresh).run("x"), "unknown host", "nobody.invalid");
  }

  @Test
  void noRouteLeadsThere() {
    Command connect = Command.jackfield("connect", "192.0.2.1", "80");
    assertFailed(
        connect.under(Namespace.available().fresh()).run("x"), "192.0.2.1:80", "ENETUNREACH");
  }

  @Test
  void anAddressOfTheOtherFamilyIsNotMeant() {
    assertFailed(
        Command.jackfield("connect", "-4", "::1", "80").run(), "::1 has no address of IPv4");
    assertFailed(
        Command.jackfield("connect", "-6", "127.0.0.1", "80").run(),
        "127.0.0.1 has no address of IPv6");
  }

  @Test
  void aPeerThatResetsTheConnectionIsNoGoodEnd() {
    try (Foreign server = Foreign.python("stream(lambda s, client: s.recv(100) and vanish(s))")) {
      assertFailed(Pipes.connect(server.port()).run("x"), "reset");
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() throws IOException {
    try (var listener = new ServerSocket(0, 1, LOOPBACK)) {
      String path = folder.resolve("none/file").toString();
      assertFailed(Pipes.connect(listener.getLocalPort(), "-x", path).run(), path);
    }
  }

  @Test
  void aFullDiskIsAFailure() {
    String endless = "stream(lambda s, client: s.sendall(b'x' * 100))";
    try (Foreign server = Foreign.python(endless)) {
      Finished full = Pipes.shell("exec \"$@\" > /dev/full", Pipes.connect(server.port())).run();
      assertThat(full.exit()).isEqualTo(1);
      assertThat(full.err())
          .isEqualTo("jackfield connect: standard output: no space left (ENOSPC)\n");
    }
  }
}
