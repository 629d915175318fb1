package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code connect HOST PORT} and {@code connect ENDPOINT} with peers that nobody here wrote. */
final class ConnectPipeTest {
  /** Says what it got when the client has ended its half, and ends. */
  private static final String TELLING =
      """
      def tell(s, client):
          s.sendall(b'got ' + rest(s))
      stream(tell)
      """;

  @TempDir private Path folder;

  /** Its standard output; it must have ended well and said nothing else. */
  private static String answered(Command connect, String typed) {
    Finished client = connect.run(typed);
    assertThat(client.err()).isEmpty();
    assertThat(client.exit()).isZero();
    return client.out();
  }

  @Test
  void theEndOfInputIsToldAndTheAnswerStillHeard() {
    try (Foreign server = Foreign.python(TELLING)) {
      assertThat(answered(Pipes.connect(server.port()), "a\0\u00ff"))
          .isEqualTo(Wire.of("got a\0\u00ff"));
    }
  }

  @Test
  void anEndpointDoesAsWell() {
    try (Foreign server = Foreign.python(TELLING)) {
      Command byEndpoint = Command.jackfield("connect", "tcp://127.0.0.1:" + server.port());
      assertThat(answered(byEndpoint, "x")).isEqualTo("got x");
      Command byName = Command.jackfield("connect", "-4", "localhost", "" + server.port());
      assertThat(answered(byName, "x")).isEqualTo("got x");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc -lNU", "ncat -lU"})
  void netcatsAtUnixSockets(String netcat) throws IOException {
    Path path = folder.resolve("socket");
    try (Child server =
        Command.tool("sh", "-c", "echo from the server | " + netcat + " " + path).start()) {
      while (!Files.exists(path)) {
        Thread.onSpinWait();
      }
      assertThat(answered(Command.jackfield("connect", "-U", path.toString()), "from the client\n"))
          .isEqualTo("from the server\n");
      assertThat(server.awaitExit()).isZero();
      assertThat(server.out().awaitEnd()).isEqualTo("from the client\n");
    }
  }

  @Test
  void whoeverTypesIsHeardAtOnceAndHearsAtOnce() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN");
        Child client = Pipes.connect(socat.port()).start()) {
      client.write("one\n").out().await("one\n");
      assertThat(client.write("two\n").out().await("two\n")).isEqualTo("one\ntwo\n");
      client.closeInput();
      assertThat(client.awaitExit()).isZero();
    }
  }

  @Test
  void theEndOfThePeerEndsItThoughInputIsStillOpen() {
    try (Foreign server = Foreign.python("stream(lambda s, client: s.sendall(b'bye'))");
        Child client = Pipes.connect(server.port()).start()) {
      assertThat(client.awaitExit()).isZero();
      assertThat(client.out().awaitEnd()).isEqualTo("bye");
    }
  }

  /** A server that has said all may still listen. */
  @Test
  void inputThatIsUnderWayIsStillSentWhenThePeerHasEndedItsHalf() throws IOException {
    String halved =
        """
        def take(s, client):
            s.sendall(b'go on')
            s.shutdown(socket.SHUT_WR)
            say(b'%d bytes\\n' % len(rest(s)))
        stream(take)
        """;
    Path file = Pipes.random(folder.resolve("much"), 20);
    try (Foreign server = Foreign.python(halved)) {
      Finished client = Pipes.shell("exec \"$@\" < " + file, Pipes.connect(server.port())).run();
      assertThat(client.out()).isEqualTo("go on");
      assertThat(client.exit()).as(client.err()).isZero();
      server.process().out().await((20 << 20) + " bytes\n");
    }
  }

  @Test
  void aHundredMegabytesComeBackAsTheyWere() {
    Path file = Pipes.random(folder.resolve("much"), 100);
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      Finished client =
          Pipes.shell(
                  "set -o pipefail; \"$@\" < " + file + " | sha256sum", Pipes.connect(socat.port()))
              .run();
      assertThat(client.out()).startsWith(Pipes.sha256(file));
      assertThat(client.exit()).as(client.err()).isZero();
    }
  }

  /** What the server can send is in the kernel, or here. */
  @Test
  void whereNobodyReadsThePeerIsHeldUp() {
    String flooding =
        """
        import select
        def flood(s, client):
            s.setblocking(False)
            sent = 0
            while select.select([], [s], [], 1)[1]:
                sent += s.send(bytes(65536))
            say(b'%d bytes, ' % sent)
        stream(flood)
        """;
    try (Foreign server = Foreign.python(flooding);
        Child client = Pipes.shell("\"$@\" | sleep 60", Pipes.connect(server.port())).start()) {
      String said = server.process().out().await(" bytes, ");
      assertThat(Long.parseLong(said.replaceAll("(?s).*?(\\d+) bytes, .*", "$1")))
          .isBetween(1L << 16, 32L << 20);
      assertThat(client.isAlive()).isTrue();
    }
  }

  @Test
  void whereNobodyReadsAnyMoreItEndsWithoutAWord() {
    String endless =
        """
        def send(s, client):
            try:
                while True:
                    s.sendall(b'y\\n' * 1000)
            except OSError:
                say(b'over\\n')
        stream(send)
        """;
    try (Foreign server = Foreign.python(endless)) {
      Finished client =
          Pipes.shell("\"$@\" | head -c 3; exit ${PIPESTATUS[0]}", Pipes.connect(server.port()))
              .run();
      assertThat(client.out()).isEqualTo("y\ny");
      assertThat(client.err()).isEmpty();
      assertThat(client.exit()).isEqualTo(1);
      server.process().out().await("over\n");
    }
  }

  @Test
  void linesEndAsTheyAreToldTo() {
    try (Foreign server = Foreign.python(TELLING)) {
      assertThat(answered(Pipes.connect(server.port(), "-C"), "a\nb\r\n\nc"))
          .isEqualTo("got a\r\nb\r\n\r\nc");
    }
  }

  /** The same conversation once with ncat, once with ours. */
  @Test
  void theFilesOfTheSessionAreNcats() throws IOException {
    String typed = "hello wor\0ld 0123456789abcdef\n\u00ff\u00fe%tab\t~\u007f";
    try (Foreign server = Foreign.python(TELLING)) {
      for (String who : List.of("ncat", "ours")) {
        String[] options = {
          "-x", folder.resolve(who + ".hex").toString(), "-o", folder.resolve(who).toString()
        };
        Command client =
            who.equals("ours")
                ? Pipes.connect(server.port(), options)
                : Command.tool("ncat").and(options).and("127.0.0.1", "" + server.port());
        assertThat(client.run(typed).exit()).isZero();
      }
      assertThat(folder.resolve("ours.hex")).hasSameBinaryContentAs(folder.resolve("ncat.hex"));
      assertThat(folder.resolve("ours")).hasSameBinaryContentAs(folder.resolve("ncat"));
      assertThat(Files.size(folder.resolve("ours"))).isPositive();
      long size = Files.size(folder.resolve("ours"));
      Pipes.connect(server.port(), "--append-output", "-o", folder.resolve("ours").toString())
          .run(typed);
      assertThat(Files.size(folder.resolve("ours"))).isEqualTo(2 * size);
    }
  }

  @Test
  void itComesFromWhereItIsTold() throws IOException {
    String asking =
        """
        def tell(s, client):
            s.sendall(b'%s %d' % (client[0].encode(), client[1]))
        stream(tell)
        """;
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.3"))) {
      free = socket.getLocalPort();
    }
    try (Foreign server = Foreign.python(asking)) {
      assertThat(answered(Pipes.connect(server.port(), "-s", "127.0.0.2"), ""))
          .startsWith("127.0.0.2 ");
      String[] both = {"-s", "127.0.0.3", "-p", "" + free};
      assertThat(answered(Pipes.connect(server.port(), both), "")).isEqualTo("127.0.0.3 " + free);
      assertThat(answered(Pipes.connect(server.port(), "-p", "" + free), ""))
          .isEqualTo("127.0.0.1 " + free);
    }
  }

  @Test
  void oneDirectionAloneIsToBeHad() {
    try (Foreign server =
        Foreign.python("stream(lambda s, client: say(b'got ' + rest(s)) or s.sendall(b'x'))")) {
      assertThat(answered(Pipes.connect(server.port(), "--send-only"), "told\n")).isEmpty();
      server.process().out().await("got told\n");
    }
    try (Foreign server = Foreign.python("stream(lambda s, client: s.sendall(b'all there is'))");
        Child client = Pipes.connect(server.port(), "--recv-only").start()) {
      client.write("not sent");
      assertThat(client.awaitExit()).isZero();
      assertThat(client.out().awaitEnd()).isEqualTo("all there is");
    }
  }

  @Test
  void theEndOfInputIsNotToldWhereItIsNotToBe() {
    String asking =
        """
        def tell(s, client):
            s.recv(100)
            s.settimeout(0.3)
            try:
                s.sendall(b'ended' if s.recv(100) == b'' else b'more')
            except TimeoutError:
                s.sendall(b'open')
        stream(tell)
        """;
    try (Foreign server = Foreign.python(asking)) {
      assertThat(answered(Pipes.connect(server.port(), "--no-shutdown"), "x")).isEqualTo("open");
      assertThat(answered(Pipes.connect(server.port()), "x")).isEqualTo("ended");
    }
  }

  @Test
  void aPeerThatGoesOnAndOnIsLeftWhenItsTimeIsUp() {
    try (Foreign silent = Foreign.python("stream(lambda s, client: rest(s) and time.sleep(60))")) {
      assertThat(answered(Pipes.connect(silent.port(), "-q", "200ms"), "x")).isEmpty();
    }
  }

  @Test
  void silenceEndsItWhereThatIsAskedFor() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN");
        Child client = Pipes.connect(socat.port(), "-i", "300ms").start()) {
      assertThat(client.awaitExit()).isEqualTo(1);
      assertThat(client.err().awaitEnd())
          .startsWith("jackfield connect: timed out: nothing came or went for 300 ms");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsItAsItEndsNcat(String signal, int exit) {
    try (Foreign socat = Foreign.socat("TCP-LISTEN");
        Child client = Pipes.connect(socat.port()).start()) {
      client.write("there\n").out().await("there\n");
      client.signal(signal);
      assertThat(client.awaitExit()).isEqualTo(exit);
      assertThat(client.err().awaitEnd()).isEmpty();
    }
  }

  @Test
  void aCommandSpeaksForUs() {
    try (Foreign server =
        Foreign.python("stream(lambda s, client: s.sendall(b'abc\\n') or say(s.recv(100)))")) {
      String spoken = "read word; echo \"$word $NCAT_REMOTE_ADDR $NCAT_REMOTE_PORT\"";
      assertThat(answered(Pipes.connect(server.port(), "-c", spoken), "")).isEmpty();
      server.process().out().await("abc 127.0.0.1 " + server.port() + "\n");
      assertThat(answered(Pipes.connect(server.port(), "-e", "sed -u 's/b/B B/'"), "")).isEmpty();
      server.process().out().await("aB Bc\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 7", "exec >&-; read end; exit 7"})
  void aCommandThatFailsIsAFailure(String command) {
    try (Foreign server = Foreign.python("stream(lambda s, client: rest(s))")) {
      Finished client = Pipes.connect(server.port(), "-c", command).run();
      assertThat(client.exit()).isEqualTo(1);
      assertThat(client.err()).contains("exit code is 7");
    }
  }

  @Test
  void whatHappensIsSaidWhereThatIsAskedFor() {
    try (Foreign server = Foreign.python(TELLING)) {
      Finished client = Pipes.connect(server.port(), "-v").run("x");
      assertThat(client.out()).isEqualTo("got x");
      assertThat(client.err())
          .contains("connected to 127.0.0.1:" + server.port() + " from 127.0.0.1:")
          .contains("1 bytes sent, 5 received");
    }
  }

  @Test
  void whetherAnybodyListensIsToBeAsked() {
    try (Foreign server = Foreign.python(TELLING)) {
      assertThat(Pipes.connect(server.port(), "-z").run().exit()).isZero();
    }
  }
}
