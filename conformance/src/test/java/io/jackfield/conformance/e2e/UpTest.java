package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code jackfield up} and {@code connect} on the usual ports, in a network of their own. */
final class UpTest {
  @RegisterExtension
  static final Server UP =
      Server.of(() -> Command.jackfield("up").under(Namespace.available().fresh()));

  private static Finished beside(Server server, Command command, String input) {
    return command.under(Namespace.available().of(server.process())).run(input);
  }

  @Test
  void itListensOnTheUsualPorts() {
    assertThat(UP.listening())
        .containsExactlyInAnyOrder(
            "timestamp tcp://127.0.0.1:21567",
            "timestamp udp://127.0.0.1:21567",
            "timestamp-line tcp://127.0.0.1:21568",
            "greeting tcp://127.0.0.1:9999",
            "greeting udp://127.0.0.1:9999",
            "length tcp://127.0.0.1:51423",
            "echo tcp://127.0.0.1:10007",
            "echo udp://127.0.0.1:10007",
            "files tcp://127.0.0.1:9000");
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp, 21567, 21567",
    "timestamp-line, 21568, -",
    "greeting, 9999, 9999",
    "length, 51423, -",
    "echo, 10007, 10007",
    "files, 9000, -"
  })
  void itsTableTellsWhatListensWhere(String service, String tcp, String udp) {
    String shown = UP.process().err().await("Ctrl-C stops");
    assertThat(shown).containsPattern("(?m)^ *" + service + " +" + tcp + " +" + udp + " +\\w.*$");
  }

  @ParameterizedTest
  @CsvSource({
    "21567, \\[.{24}\\] x",
    "21568, \\[.{24}\\] x",
    "9999, 'Welcome!Hello, x!'",
    "51423, '(?s)welcome, .*You entered 1 characters\\.\n'",
    "10007, x"
  })
  void eachServiceAnswersNetcat(String port, String answer) {
    Finished netcat = beside(UP, Command.tool("nc", "-N", "127.0.0.1", port), "x");
    assertThat(netcat.out()).matches(answer);
  }

  @ParameterizedTest
  @CsvSource({"21567, \\[.{24}\\] x", "9999, 'Hello, x!'", "10007, x"})
  void eachServiceAnswersNetcatsDatagrams(String port, String answer) {
    Finished netcat = beside(UP, Command.tool("nc", "-u", "-W", "1", "127.0.0.1", port), "x");
    assertThat(netcat.out()).matches(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp, \\[.{24}\\] x",
    "timestamp-line, \\[.{24}\\] x",
    "greeting, 'Welcome!\nHello, x!'",
    "length, '(?s)welcome, .*You entered 1 characters\\.'",
    "echo, x",
    "--udp timestamp, \\[.{24}\\] x",
    "--udp greeting, 'Hello, x!'",
    "--udp echo, x",
    "echo 127.0.0.1, x",
    "echo localhost 10007, x"
  })
  void eachClientFindsItsServiceByItself(String arguments, String answer) {
    Command connect = Command.jackfield("connect").and(arguments.split(" ", -1));
    Finished client = beside(UP, connect, "x\n");
    assertThat(client.err()).isEmpty();
    assertThat(client.out()).matches(answer + "\n");
    assertThat(client.exit()).isZero();
  }

  @Test
  void serveWithoutAnAddressTakesTheUsualPorts() {
    Command serve = Command.jackfield("serve", "greeting").under(Namespace.available().fresh());
    try (Server greeting = Server.of(serve).start()) {
      greeting.process().err().await("listening greeting tcp://127.0.0.1:9999\n");
      greeting.process().err().await("listening greeting udp://127.0.0.1:9999\n");
      greeting.stop();
    }
  }

  @Test
  void nothingStartsWhereOnePortIsTaken() {
    try (Child taken = takePort9999()) {
      Finished refused = Command.jackfield("up").under(Namespace.available().of(taken)).run();
      assertThat(refused.exit()).isEqualTo(3);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err())
          .containsPattern("greeting cannot listen on tcp://127.0.0.1:9999: .*in use")
          .doesNotContain("listening ");
    }
  }

  @Test
  void theOthersStartWithKeepGoingAndTheExitCodeTells() {
    try (Child taken = takePort9999()) {
      Command command =
          Command.jackfield("up", "--keep-going").under(Namespace.available().of(taken));
      try (Server others = Server.of(command).start(7)) {
        assertThat(others.process().err().await("Ctrl-C stops"))
            .containsPattern("greeting cannot listen on tcp://127.0.0.1:9999: .*in use")
            .containsPattern("(?m)^ *greeting +- +9999 ");
        assertThat(others.listening()).hasSize(7).contains("greeting udp://127.0.0.1:9999");
        assertThat(beside(others, Command.tool("nc", "-N", "127.0.0.1", "10007"), "x").out())
            .isEqualTo("x");
        others.process().signal("TERM");
        assertThat(others.process().awaitExit()).isEqualTo(3);
      }
    }
  }

  /** Somebody else's server on greeting's TCP port, in a network of its own. */
  private static Child takePort9999() {
    Command socat =
        Command.tool("socat", "-d", "-d", "TCP-LISTEN:9999,bind=127.0.0.1,fork", "EXEC:cat");
    Child taken = socat.under(Namespace.available().fresh()).start();
    taken.err().await("listening on");
    return taken;
  }

  @Test
  void freePortsRunBesideAnotherOne() {
    Command command = Command.jackfield("up", "--free-ports");
    try (Server second = Server.of(command.under(Namespace.available().of(UP.process()))).start()) {
      assertThat(second.listening()).hasSize(8).doesNotContain("greeting tcp://127.0.0.1:9999");
      int port = second.port("echo", "tcp");
      assertThat(beside(second, Command.tool("nc", "-N", "127.0.0.1", "" + port), "x").out())
          .isEqualTo("x");
      second.stop();
    }
  }
}
