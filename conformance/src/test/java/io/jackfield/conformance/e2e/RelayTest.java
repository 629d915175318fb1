package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code relay} between ends that nobody here wrote. */
final class RelayTest {
  private static final String ANY = "listen:tcp://127.0.0.1:0";

  /** Answers when the client has ended its half. */
  private static final String TELLING = "stream(lambda s, client: s.sendall(b'got ' + rest(s)))";

  @TempDir private Path folder;

  private static String tcp(Foreign server) {
    return "tcp://127.0.0.1:" + server.port();
  }

  @Test
  void manyConnectionsAtATimeWithTheEndOfEachHalfPassedOn() {
    try (Foreign server = Foreign.python(TELLING);
        Child relay = Pipes.relay("-k", ANY, tcp(server)).start()) {
      int port = Pipes.port(relay);
      try (Child open = Command.tool("nc", "-N", "127.0.0.1", "" + port).start()) {
        open.write("first");
        assertThat(Pipes.nc(port, "second").out()).isEqualTo("got second");
        open.closeInput();
        assertThat(open.out().awaitEnd()).isEqualTo("got first");
      }
      relay.signal("TERM");
      assertThat(relay.awaitExit()).isEqualTo(143);
      assertThat(relay.out().awaitEnd()).isEmpty();
    }
  }

  @Test
  void oneConnectionEndsItUnlessItIsKeptOpen() {
    try (Foreign server = Foreign.python(TELLING);
        Child relay = Pipes.relay("-v", ANY, tcp(server)).start()) {
      assertThat(Pipes.nc(Pipes.port(relay), "only").out()).isEqualTo("got only");
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.err().awaitEnd()).contains("4 bytes forth, 8 back");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x"})
  void aHundredMegabytesComeBackAsTheyWere(String option) {
    Path file = Pipes.random(folder.resolve("much"), 100);
    String[] options = option.isEmpty() ? new String[0] : new String[] {option, "/dev/null"};
    try (Foreign socat = Foreign.socat("TCP-LISTEN");
        Child relay = Pipes.relay(options).and(ANY, tcp(socat)).start()) {
      String send = "nc -N 127.0.0.1 " + Pipes.port(relay) + " < " + file;
      Finished client =
          Command.tool("bash", "-c", "set -o pipefail; " + send + " | sha256sum").run();
      assertThat(client.out()).startsWith(Pipes.sha256(file));
      assertThat(relay.awaitExit()).isZero();
    }
  }

  @Test
  void tlsEndsHereAndAUnixSocketIsBehindIt() {
    Authority authority = Authority.make().issue("server");
    Path path = folder.resolve("app");
    String listen =
        "listen:tls://127.0.0.1:0?cert="
            + authority.file("server.pem")
            + "&key="
            + authority.file("server.key");
    try (Child app =
            Command.tool("socat", "-d", "-d", "UNIX-LISTEN:" + path + ",fork", "EXEC:cat").start();
        Child relay = Pipes.relay("-k", listen, "unix:" + path).start()) {
      app.err().await("listening");
      int port = Pipes.port(relay);
      String script = "s = secure()\ns.sendall(b'x')\nsay(exactly(s, 1))\ns.unwrap()\n";
      assertThat(PythonTls.client(port, authority, script)).isEqualTo("x");
      String trusting = "tls://localhost:" + port + "?ca=" + authority.file("ca.pem");
      Finished ours = Pipes.relay("stdio:", trusting).run("there and back");
      assertThat(ours.out()).isEqualTo("there and back");
      assertThat(ours.exit()).as(ours.err()).isZero();
      Finished refused = Pipes.relay("stdio:", "tls://localhost:" + port).run("secret");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("not trusted");
    }
  }

  @Test
  void aUnixSocketLeadsToTcp() {
    Path path = folder.resolve("front");
    try (Foreign server = Foreign.python(TELLING);
        Child relay = Pipes.relay("listen:unix:" + path, tcp(server)).start()) {
      relay.err().await("listening unix://" + path);
      Finished client = Command.tool("nc", "-N", "-U", path.toString()).run("by path");
      assertThat(client.out()).isEqualTo("got by path");
      assertThat(relay.awaitExit()).isZero();
    }
  }

  @Test
  void standardInputAndOutputWithACommand() {
    Finished relay = Pipes.relay("stdio:", "exec:sort -r").run("a\nc\nb\n");
    assertThat(relay.out()).isEqualTo("c\nb\na\n");
    assertThat(relay.exit()).as(relay.err()).isZero();
    Finished failed = Pipes.relay("stdio:", "exec:cat; exit 3").run("x");
    assertThat(failed.out()).isEqualTo("x");
    assertThat(failed.err()).contains("exit code is 3");
    assertThat(failed.exit()).isEqualTo(1);
  }

  @Test
  void aCommandInATerminalOfItsOwn() {
    try (Child relay = Pipes.relay(ANY, "pty:tty; read x; echo \"[$x]\"").start()) {
      String said = Pipes.nc(Pipes.port(relay), "typed\n").out();
      assertThat(said).contains("/dev/pts/", "[typed]");
      assertThat(relay.awaitExit()).isZero();
    }
  }

  @Test
  void filesAreEndsToo() throws IOException {
    Path file = Pipes.random(folder.resolve("sent"), 3);
    Path copy = folder.resolve("copy");
    try (Child receiving = Pipes.relay("-u", ANY, "file:" + copy + "?write").start();
        Child sending =
            Pipes.relay("file:" + file, "tcp://127.0.0.1:" + Pipes.port(receiving)).start()) {
      assertThat(sending.awaitExit()).as(sending.err().soFar()).isZero();
      assertThat(receiving.awaitExit()).as(receiving.err().soFar()).isZero();
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    }
    Finished appended = Pipes.relay("stdio:", "file:" + copy + "?append").run("more");
    assertThat(appended.exit()).as(appended.err()).isZero();
    assertThat(Files.size(copy)).isEqualTo((3 << 20) + 4);
    Finished missing = Pipes.relay("file:" + folder.resolve("none"), "stdio:").run();
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains(folder.resolve("none").toString());
  }

  @Test
  void oneWayIsOneWay() {
    try (Foreign server =
            Foreign.python("stream(lambda s, client: s.sendall(b'unheard') or say(rest(s)))");
        Child relay = Pipes.relay("-u", ANY, tcp(server)).start()) {
      assertThat(Pipes.nc(Pipes.port(relay), "heard").out()).isEmpty();
      server.process().out().await("heard");
      assertThat(relay.awaitExit()).isZero();
    }
  }

  @Test
  void bothEndsMayListen() {
    try (Child relay = Pipes.relay(ANY, "listen:unix:" + folder.resolve("other")).start()) {
      relay.err().await("listening unix://");
      Command one = Command.tool("nc", "-N", "127.0.0.1", "" + Pipes.port(relay));
      Command other = Command.tool("nc", "-N", "-U", folder.resolve("other").toString());
      try (Child first = one.start();
          Child second = other.start()) {
        first.write("to the other\n");
        second.out().await("to the other\n");
        second.write("to the first\n").closeInput();
        assertThat(first.out().await("\n")).isEqualTo("to the first\n");
        first.closeInput();
        assertThat(second.awaitExit()).isZero();
      }
      assertThat(relay.awaitExit()).isZero();
    }
  }

  @Test
  void whoCannotBeReachedIsNamedAndTheOthersAreServed() throws IOException {
    Path path = folder.resolve("late");
    try (Child relay = Pipes.relay("-k", ANY, "unix:" + path).start()) {
      int port = Pipes.port(relay);
      assertThat(Pipes.nc(port, "too early").out()).isEmpty();
      relay.err().await("late");
      try (Child app =
          Command.tool("socat", "-d", "-d", "UNIX-LISTEN:" + path, "EXEC:cat").start()) {
        app.err().await("listening");
        assertThat(Pipes.nc(port, "in time").out()).isEqualTo("in time");
      }
    }
  }

  @Test
  void theOtherEndIsToldWhoIsThere() {
    try (Foreign server = Foreign.python(TELLING);
        Child relay = Pipes.relay("--proxy", "v1", ANY, tcp(server)).start()) {
      int port = Pipes.port(relay);
      assertThat(Pipes.nc(port, "hello").out())
          .matches("got PROXY TCP4 127\\.0\\.0\\.1 127\\.0\\.0\\.1 \\d+ " + port + "\r\nhello");
    }
  }

  @Test
  void silenceEndsIt() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN");
        Child relay = Pipes.relay("-i", "300ms", ANY, tcp(socat)).start();
        Child client = Command.tool("ncat", "127.0.0.1", "" + Pipes.port(relay)).start()) {
      client.out().awaitEnd();
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.err().awaitEnd()).contains("nothing came or went for 300 ms");
    }
  }

  @Test
  void datagramsBecomeAStreamAndBack() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN");
        Child relay = Pipes.relay("listen:udp://127.0.0.1:0", tcp(socat)).start();
        Child client =
            Python.script(
                    "s = datagrams()\ns.send(b'one')\nsay(s.recv(9))\ns.send(b'two')\nsay(s.recv(9))\n",
                    "127.0.0.1",
                    Pipes.port(relay))
                .start()) {
      assertThat(client.out().awaitEnd()).isEqualTo("onetwo");
      assertThat(client.awaitExit()).isZero();
    }
  }
}
