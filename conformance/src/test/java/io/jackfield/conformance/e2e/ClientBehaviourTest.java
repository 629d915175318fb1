package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that half-close, stall, vanish; what that means for them and for all others. */
final class ClientBehaviourTest {
  @RegisterExtension
  static final Server TIMESTAMP = Server.serve("timestamp", "--tcp", "127.0.0.1:0");

  @RegisterExtension static final Server ECHO = Server.serve("echo", "--tcp", "127.0.0.1:0");

  @Test
  void aHalfClosingClientStillGetsItsAnswer() {
    String answer =
        Python.client(
            TIMESTAMP.tcp(),
            """
            s = connect()
            s.sendall(b'last words')
            s.shutdown(socket.SHUT_WR)
            say(rest(s))
            """);
    assertThat(Stamp.after(answer)).isEqualTo("last words");
  }

  @Test
  void aHalfClosingClientGetsAllOfALongAnswerHoweverSlowlyItReads() {
    String echoed =
        Python.client(
            ECHO.tcp(),
            """
            import threading
            s = connect()
            def send():
                s.sendall(b'0123456789' * 200_000)
                s.shutdown(socket.SHUT_WR)
            threading.Thread(target=send).start()
            while part := s.recv(1000):
                say(part)
            """);
    assertThat(echoed.equals("0123456789".repeat(200_000))).isTrue();
  }

  @Test
  void aSilentClientHoldsUpNobody() throws IOException {
    try (var silent = new Client(TIMESTAMP.tcp());
        var midway = new Client(ECHO.tcp())) {
      midway.send("unread");
      assertThat(Stamp.after(Peer.NETCAT.tcp(TIMESTAMP.tcp(), "next"))).isEqualTo("next");
      assertThat(Peer.NETCAT.tcp(ECHO.tcp(), "next")).isEqualTo("next");
      // And it is answered itself as soon as it speaks.
      assertThat(Stamp.after(silent.send("late").halfClose().rest())).isEqualTo("late");
    }
  }

  @Test
  void aClientThatResetsItsConnectionIsToldOfAndDisturbsNobody() {
    Python.client(
        ECHO.tcp(),
        """
        s = connect()
        s.send(b'x')
        exactly(s, 1)
        vanish(s)
        """);
    ECHO.process().err().await("gone: it reset the connection");
    assertThat(Peer.NETCAT.tcp(ECHO.tcp(), "still there")).isEqualTo("still there");
  }

  @Test
  void aHundredVanishingClientsLeaveNoConnectionBehind() {
    String vanished =
        Python.client(
            ECHO.tcp(),
            """
            for i in range(100):
                s = connect()
                s.send(b'x' * (i * 1000))
                vanish(s)
            say(b'all gone')
            """);
    assertThat(vanished).isEqualTo("all gone");
    awaitOneSocket(ECHO);
  }

  @Test
  void aKilledClientLeavesNoConnectionBehind() {
    Child client =
        Python.script(
                """
                s = connect()
                s.send(b'x')
                say(exactly(s, 1))
                s.recv(1)
                """,
                "127.0.0.1",
                ECHO.tcp())
            .start();
    try (client) {
      client.out().await("x");
      assertThat(Proc.openSockets(ECHO.process())).isGreaterThanOrEqualTo(2);
      client.signal("KILL");
      client.awaitExit();
    }
    awaitOneSocket(ECHO);
  }

  /** Waits until the server has its listening socket only; its answers to others are the clock. */
  private static void awaitOneSocket(Server server) {
    long deadline = System.nanoTime() + Output.DEADLINE.toNanos();
    long open;
    do {
      assertThat(Peer.NETCAT.tcp(server.tcp(), "others")).isEqualTo("others");
      open = Proc.openSockets(server.process());
    } while (open > 1 && System.nanoTime() < deadline);
    assertThat(open).isOne();
  }

  @Test
  void aConversationEndsAfterTheIdleTimeout() throws IOException {
    Server server = Server.serve("greeting", "--tcp", "127.0.0.1:0", "--idle-timeout", "1").start();
    try (server;
        var silent = new Client(server.tcp())) {
      assertThat(silent.rest()).isEqualTo("Welcome!");
      server.process().err().await("silent for too long");
    }
  }

  @Test
  void eachConversationIsToldOfOnALineOfItsOwnUnlessQuiet() throws IOException {
    try (Server telling = Server.serve("echo", "--tcp", "127.0.0.1:0").start()) {
      Peer.NETCAT.tcp(telling.tcp(), "x");
      assertThat(telling.process().err().await("connected\n"))
          .containsPattern("(?m)^.* echo +tcp +127\\.0\\.0\\.1:\\d+ +connected$");
    }
    try (Server quiet = Server.serve("echo", "--tcp", "127.0.0.1:0", "--quiet").start()) {
      Peer.NETCAT.tcp(quiet.tcp(), "x");
      quiet.stop();
      assertThat(quiet.process().err().awaitEnd()).doesNotContain("connected");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"greeting", "timestamp", "timestamp-line", "length", "echo"})
  void aConnectionWithoutAWordIsClosedInOrder(String service) {
    try (Server server = Server.serve(service, "--tcp", "127.0.0.1:0").start()) {
      assertThat(Command.tool("nc", "-z", "127.0.0.1", "" + server.tcp()).run().exit()).isZero();
      server.stop();
    }
  }
}
