package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM and SIGINT: what is idle closes at once, what is unanswered may finish, then exit 0. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"THREADS", "VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
final class DrainTest {
  /** Far less than the five seconds of the usual drain time-out. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final Engines engine;

  DrainTest(Engines engine) {
    this.engine = engine;
  }

  /** A server in the foreground: a shell's background would have it ignore SIGINT. */
  private Server serve(String service, String... options) {
    Command command =
        Command.jackfield("serve", service, "--tcp", "127.0.0.1:0")
            .and(engine.options())
            .and(options)
            .under(Command.tool("env", "--default-signal=INT,TERM"));
    return Server.of(command).start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void idleConversationsEndAtOnce(String signal) throws IOException {
    var idle = new ArrayList<Client>();
    try (Server server = serve("timestamp")) {
      for (int i = 0; i < 10; i++) {
        var client = new Client(server.tcp());
        idle.add(client);
        assertThat(Stamp.after(client.send("asked").receive(32))).isEqualTo("asked");
      }
      server.process().signal(signal);
      for (Client client : idle) {
        assertThat(client.patience(AT_ONCE).rest()).isEmpty();
      }
      assertThat(server.process().awaitExit(AT_ONCE)).isZero();
    } finally {
      for (Client client : idle) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "greeting", "echo"})
  void aServerWithoutConversationsEndsAtOnceItsDatagramsIncluded(String service) {
    try (Server server = serve(service, "--udp", "127.0.0.1:0")) {
      assertThat(Peer.NETCAT.udp(server.udp(), "asked")).isNotEmpty();
      server.process().signal("TERM");
      assertThat(server.process().awaitExit(AT_ONCE)).isZero();
    }
  }

  @Test
  void aSignalRightAfterTheReadyLineIsHeededToo() {
    for (int i = 0; i < 3; i++) {
      try (Server server = serve("echo")) {
        server.process().signal("TERM");
        assertThat(server.process().awaitExit(AT_ONCE)).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void halfALineCanBeFinishedAndIsAnswered(String signal) throws IOException {
    try (Server server = serve("timestamp-line");
        var midway = new Client(server.tcp()).send("half ");
        var idle = new Client(server.tcp())) {
      awaitConversations(server, 2);
      server.process().signal(signal);
      // The end of the idle one shows that the signal has arrived.
      assertThat(idle.rest()).isEmpty();
      assertThat(Stamp.after(midway.send("a line\n").rest())).isEqualTo("half a line\n");
      assertThat(server.process().awaitExit(AT_ONCE)).isZero();
    }
  }

  @Test
  void halfALineIsAnsweredWhenTheClientEndsItByItsHalfClose() throws IOException {
    try (Server server = serve("timestamp-line");
        var midway = new Client(server.tcp()).send("half a line");
        var idle = new Client(server.tcp())) {
      awaitConversations(server, 2);
      server.process().signal("TERM");
      assertThat(idle.rest()).isEmpty();
      assertThat(Stamp.after(midway.halfClose().rest())).isEqualTo("half a line");
      assertThat(server.process().awaitExit(AT_ONCE)).isZero();
    }
  }

  @Test
  void whoHasNotBegunALineIsNotToldItsLength() throws IOException {
    try (Server server = serve("length");
        var idle = new Client(server.tcp())) {
      awaitConversations(server, 1);
      server.process().signal("TERM");
      assertThat(idle.patience(AT_ONCE).rest()).endsWith("Please enter a string:");
      assertThat(server.process().awaitExit(AT_ONCE)).isZero();
    }
  }

  @Test
  void aRequestThatIsNeverFinishedEndsWithTheDrainTimeout() throws IOException {
    try (Server server = serve("length", "--drain-timeout", "1");
        var midway = new Client(server.tcp())) {
      String welcome = midway.receive("welcome, ('127.0.0.1', ".length());
      assertThat(welcome).startsWith("welcome");
      midway.send("half a line");
      awaitConversations(server, 1);
      long begun = System.nanoTime();
      server.process().signal("TERM");
      assertThat(server.process().awaitExit(Duration.ofSeconds(4))).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
    }
  }

  @Test
  void aClientThatReadsNothingHoldsTheEndUpNoLongerThanTheDrainTimeout() {
    try (Server server = serve("echo", "--drain-timeout", "1")) {
      Child peer =
          Python.script(
                  """
                  import select
                  s = connect()
                  s.setblocking(False)
                  while select.select([], [s], [], 0.5)[1]:
                      s.send(b'x' * 65536)
                  say(b'full')
                  sys.stdin.read()
                  """,
                  "127.0.0.1",
                  server.tcp())
              .start();
      try (peer) {
        peer.out().await("full");
        server.process().signal("TERM");
        assertThat(server.process().awaitExit(Duration.ofSeconds(4))).isZero();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, TERM, 143", "INT, INT, 130", "INT, TERM, 143", "TERM, INT, 130"})
  void aSecondSignalEndsAtOnce(String first, String second, int exit) throws IOException {
    try (Server server = serve("timestamp-line", "--drain-timeout", "60");
        var midway = new Client(server.tcp()).send("half a line");
        var idle = new Client(server.tcp())) {
      awaitConversations(server, 2);
      server.process().signal(first);
      assertThat(idle.rest()).isEmpty();
      assertThat(server.process().isAlive()).isTrue();
      server.process().signal(second);
      assertThat(server.process().awaitExit(AT_ONCE)).isEqualTo(exit);
      assertThat(midway).isNotNull();
    }
  }

  @Test
  void newConnectionsAreRefusedWhileTheOldOnesFinish() throws IOException {
    try (Server server = serve("timestamp-line");
        var midway = new Client(server.tcp()).send("half ");
        var idle = new Client(server.tcp())) {
      awaitConversations(server, 2);
      server.process().signal("TERM");
      assertThat(idle.rest()).isEmpty();
      int port = server.tcp();
      assertThatThrownBy(() -> new Client(port).close()).isInstanceOf(ConnectException.class);
      assertThat(Stamp.after(midway.send("a line\n").rest())).isEqualTo("half a line\n");
      assertThat(server.process().awaitExit(AT_ONCE)).isZero();
    }
  }

  /** Waits until the server has told of this many conversations. */
  private static void awaitConversations(Server server, int count) {
    server.process().err().await(Pattern.compile("(?s)(?>.*? connected\n){" + count + "}"));
  }
}
