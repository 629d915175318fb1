package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.util.regex.Pattern;
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
        .hasSize(Server.ofUp())
        .contains(
            "timestamp tcp://127.0.0.1:21567",
            "timestamp udp://127.0.0.1:21567",
            "timestamp-line tcp://127.0.0.1:21568",
            "greeting tcp://127.0.0.1:9999",
            "greeting udp://127.0.0.1:9999",
            "length tcp://127.0.0.1:51423",
            "echo tcp://127.0.0.1:10007",
            "echo udp://127.0.0.1:10007",
            "gopher tcp://127.0.0.1:7070",
            "files tcp://127.0.0.1:9000",
            "hello tcp://127.0.0.1:8888",
            "commands tcp://127.0.0.1:50007",
            "menu tcp://127.0.0.1:8002",
            "discard tcp://127.0.0.1:10009",
            "discard udp://127.0.0.1:10009",
            "daytime tcp://127.0.0.1:10013",
            "daytime udp://127.0.0.1:10013",
            "time tcp://127.0.0.1:10037",
            "time udp://127.0.0.1:10037",
            "chargen tcp://127.0.0.1:10019",
            "chargen udp://127.0.0.1:10019",
            "select-room tcp://127.0.0.1:8003");
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp, 21567, 21567",
    "timestamp-line, 21568, -",
    "greeting, 9999, 9999",
    "length, 51423, -",
    "echo, 10007, 10007",
    "gopher, 7070, -",
    "files, 9000, -",
    "hello, 8888, -",
    "commands, 50007, -",
    "menu, 8002, -",
    "discard, 10009, 10009",
    "daytime, 10013, 10013",
    "time, 10037, 10037",
    "chargen, 10019, 10019",
    "select-room, 8003, -"
  })
  void itsTableTellsWhatListensWhere(String service, String tcp, String udp) {
    String shown = UP.process().err().await("Ctrl-C stops");
    assertThat(shown.lines().filter(line -> line.matches(" {2}\\S.*")))
        .allMatch(line -> line.length() <= 80);
    assertThat(shown).containsPattern("(?m)^ *" + service + " +" + tcp + " +" + udp + " +\\w.*$");
  }

  @ParameterizedTest
  @CsvSource({
    "21567, \\[.{24}\\] x",
    "21568, \\[.{24}\\] x",
    "9999, 'Welcome!Hello, x!'",
    "51423, '(?s)welcome, .*You entered 1 characters\\.\n'",
    "10007, x",
    "8888, xHello",
    "50007, x",
    "8002, '(?s).{66}'",
    "10009, ''",
    "10013, '.{24}\r\n'",
    "10037, '(?s).{4}'",
    "8003, x",
    "7070, '3there is no .x. here\t\terror.host\t1\r\n\\.\r\n'"
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
    "gopher, '3there is no .x. here\t\terror.host\t1\r\n\\.\r'",
    "--udp timestamp, \\[.{24}\\] x",
    "--udp greeting, 'Hello, x!'",
    "--udp echo, x",
    "hello, xHello",
    "commands, x",
    "menu, '(?s).{66}'",
    "daytime, '.{24}\r'",
    "time, .{24}",
    "select-room, x",
    "--udp daytime, '.{24}\r'",
    "--udp time, .{24}",
    "--udp chargen, '(?s).{0,512}'",
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

  @ParameterizedTest
  @CsvSource({
    "8888, xHello",
    "50007, 'x\n'",
    "8002, '(?s).{66}'",
    "10009, ''",
    "10013, '.{24}\r\n'",
    "10037, '(?s).{4}'",
    "8003, 'x\n'"
  })
  void theSmallServicesAnswerNcatAndTelnet(String port, String answer) {
    Finished ncat = beside(UP, Command.tool("ncat", "127.0.0.1", port), "x\n");
    assertThat(ncat.out()).matches(answer.startsWith("xHello") ? "x\nHello" : answer);
    Command telnet =
        Command.tool("telnet", "127.0.0.1", port).under(Namespace.available().of(UP.process()));
    try (Child typing = telnet.start()) {
      typing.out().await("Escape character is '^]'.\n");
      typing.write(port.equals("8002") ? "exit\n" : "x\n");
      switch (port) {
        case "8888" -> typing.out().await("x\nHello");
        case "50007", "8003" -> typing.out().await("x\n");
        case "10013" ->
            typing
                .out()
                .await(Pattern.compile("\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}"));
        case "8002" -> typing.out().await(Wire.of("欢迎致电 10086,请输入1xxx,0转人工服务."));
        default -> {}
      }
    }
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
      try (Server others = Server.of(command).start(Server.ofUp() - 1)) {
        assertThat(others.process().err().await("Ctrl-C stops"))
            .containsPattern("greeting cannot listen on tcp://127.0.0.1:9999: .*in use")
            .containsPattern("(?m)^ *greeting +- +9999 ");
        assertThat(others.listening())
            .hasSize(Server.ofUp() - 1)
            .contains("greeting udp://127.0.0.1:9999");
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
      assertThat(second.listening())
          .hasSize(Server.ofUp())
          .doesNotContain("greeting tcp://127.0.0.1:9999");
      int port = second.port("echo", "tcp");
      assertThat(beside(second, Command.tool("nc", "-N", "127.0.0.1", "" + port), "x").out())
          .isEqualTo("x");
      second.stop();
    }
  }
}
