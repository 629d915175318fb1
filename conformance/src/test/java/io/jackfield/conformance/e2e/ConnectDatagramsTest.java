package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code connect} and {@code listen} with datagrams. */
final class ConnectDatagramsTest {
  private static final String UNIX_ECHO =
      """
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(ARGS[0])
      s.settimeout(LIMIT)
      say(b'bound\\n')
      data, peer = s.recvfrom(70000)
      s.sendto(b'got ' + data, peer)
      """;

  @TempDir private Path folder;

  @Test
  void eachLineThatIsTypedIsOneAndIsAnswered() {
    try (Foreign server = Foreign.python("datagram(lambda data: b'<' + data.upper() + b'>')");
        Child client = Pipes.connect(server.port(), "-u").start()) {
      client.write("one\n").out().await("<ONE\n>");
      client.write("two\n").out().await("<TWO\n>");
      client.closeInput();
      assertThat(client.isAlive()).as("datagrams have no end").isTrue();
    }
  }

  @Test
  void theWaitForTheLastAnswerCanBeEnded() {
    try (Foreign server = Foreign.python("datagram(lambda data: b'<' + data + b'>')")) {
      Finished client = Pipes.connect(server.port(), "-u", "-q", "500ms").run("x");
      assertThat(client.out()).isEqualTo("<x>");
      assertThat(client.exit()).as(client.err()).isZero();
      Finished sender = Pipes.connect(server.port(), "-u", "--send-only").run("x");
      assertThat(sender.exit()).as(sender.err()).isZero();
    }
  }

  @Test
  void muchInputIsCutIntoPieces() {
    try (Foreign server = Foreign.python("datagram(lambda data: b'%d,' % len(data))")) {
      Finished client = Pipes.connect(server.port(), "-u", "-q", "500ms").run(new byte[8_192 + 1]);
      // Each answer comes from a thread of its own.
      assertThat(client.out().split(",")).containsExactlyInAnyOrder("8192", "1");
    }
  }

  @Test
  void nobodyReceivesThere() throws IOException {
    int port;
    try (var free = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Finished client = Pipes.connect(port, "-u", "-i", "5").run("x");
    assertThat(client.exit()).isEqualTo(1);
    assertThat(client.err()).contains("refused", "127.0.0.1:" + port);
  }

  @Test
  void aUnixSocketOfDatagramsAnswers() {
    Path path = folder.resolve("socket");
    try (Child server = Python.script(UNIX_ECHO, path).start()) {
      server.out().await("bound\n");
      Finished client =
          Command.jackfield("connect", "-u", "-U", path.toString(), "-q", "500ms").run("x");
      assertThat(client.out()).isEqualTo("got x");
      assertThat(client.exit()).as(client.err()).isZero();
    }
  }

  @Test
  void socatReceivesWhatIsSentByPath() {
    Path path = folder.resolve("socket");
    try (Child socat =
        Command.tool("socat", "-d", "-d", "-u", "UNIX-RECV:" + path, "STDOUT").start()) {
      socat.err().await("starting data transfer loop");
      Finished client =
          Command.jackfield("connect", "-q", "100ms", "unix-dgram:" + path).run("by path\n");
      assertThat(client.exit()).as(client.err()).isZero();
      socat.out().await("by path\n");
    }
  }

  @Test
  void socatAndNetcatTalkWithOneThatListensAtAPath() {
    Path path = folder.resolve("socket");
    String at = path.toString();
    try (Child listener = Pipes.listen("unix-dgram:" + path).start()) {
      listener.err().await("listening unix-dgram://" + path + "\n");
      String named = "UNIX-SENDTO:" + path + ",bind=" + folder.resolve("socat");
      try (Child socat = Command.tool("socat", "-", named).start()) {
        socat.write("from socat\n");
        listener.out().await("from socat\n");
        assertThat(Command.tool("nc", "-uU", "-w1", at).run("from nc, the second\n").out())
            .isEmpty();
        listener.write("hello\n");
        socat.out().await("hello\n");
        socat.write("again\n");
        assertThat(listener.out().await("again\n")).isEqualTo("from socat\nagain\n");
      }
      listener.signal("TERM");
      assertThat(listener.awaitExit()).isEqualTo(143);
      assertThat(path).doesNotExist();
    }
    try (Child listener = Pipes.listen("-u", "-U", at).start()) {
      listener.err().await("listening unix-dgram://" + path + "\n");
      Command.tool("socat", "-u", "STDIN", "UNIX-SENDTO:" + path).run("from nobody\n");
      listener.out().await("from nobody\n");
      assertThat(Command.tool("nc", "-uU", "-w1", at).run("from nc, the second\n").out()).isEmpty();
      Command.tool("socat", "-u", "STDIN", "UNIX-SENDTO:" + path).run("from nobody again\n");
      assertThat(listener.out().await("again\n")).isEqualTo("from nobody\nfrom nobody again\n");
    }
  }

  @Test
  void theFirstWhoSendsIsThePeerAndNobodyElse() {
    String two =
        """
        first, second = datagrams(), datagrams()
        first.send(b'from the first\\n')
        say(first.recv(100))
        second.send(b'from the second\\n')
        first.send(b'again\\n')
        """;
    try (Child listener = Pipes.listen("-u", "0").start()) {
      int port = Pipes.port(listener);
      try (Child peers = Python.script(two, "127.0.0.1", port).start()) {
        listener.out().await("from the first\n");
        listener.write("hello\n");
        peers.out().await("hello\n");
        assertThat(peers.awaitExit()).isZero();
      }
      assertThat(listener.out().await("again\n")).isEqualTo("from the first\nagain\n");
      listener.signal("TERM");
      assertThat(listener.awaitExit()).isEqualTo(143);
    }
  }
}
