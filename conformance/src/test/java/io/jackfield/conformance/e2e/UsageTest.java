package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit codes and messages of command lines that start nothing. */
final class UsageTest {
  private static Finished run(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ", -1);
    return Command.jackfield(words).run();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "serve --help",
        "up --help",
        "connect --help",
        "listen --help",
        "relay --help",
        "gopher --help",
        "fetch --help"
      })
  void helpGoesToStandardOutput(String line) {
    Finished help = run(line);
    assertThat(help.exit()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).startsWith("Usage: jackfield").endsWith("\n");
    assertThat(Wire.text(help.out()).lines())
        .allSatisfy(row -> assertThat(row).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void theHelpOfServeNamesItsServicesAndOptions() {
    assertThat(run("serve --help").out())
        .contains("timestamp", "timestamp-line", "greeting", "length", "echo")
        .contains("--tcp", "--udp", "--engine", "--drain-timeout", "--idle-timeout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "serve --version"})
  void theVersionGoesToStandardOutput(String line) {
    Finished version = run(line);
    assertThat(version.exit()).isZero();
    assertThat(version.err()).isEmpty();
    assertThat(version.out()).matches("jackfield \\d+\\.\\d+\\.\\d+\\S*\n");
  }

  /** Wrong usage: exit 2, a sentence on standard error, nothing on standard output. */
  private static String misused(String line) {
    Finished misuse = run(line);
    assertThat(misuse.exit()).as(misuse.err()).isEqualTo(2);
    assertThat(misuse.out()).isEmpty();
    assertThat(misuse.err()).startsWith("jackfield").doesNotContain("Exception");
    return misuse.err();
  }

  @Test
  void aCommandThatIsNoneIsAnsweredWithTheListOfThoseThereAre() {
    assertThat(misused("nonsense")).contains("'nonsense'", "connect", "serve", "up", "--help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serv", "sevre", "server"})
  void aMistypedCommandIsAnsweredWithTheOneThatWasMeant(String typed) {
    assertThat(misused(typed + " echo")).contains("did you mean 'serve'?");
  }

  @Test
  void aMistypedServiceIsAnsweredWithTheOneThatWasMeant() {
    assertThat(misused("serve timestmap")).contains("did you mean 'timestamp'?");
    assertThat(misused("connect ecco")).contains("did you mean 'echo'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "connect",
        "serve echo extra",
        "serve echo --nonsense",
        "serve echo --tcp",
        "serve echo --tcp 127.0.0.1",
        "serve echo --tcp 127.0.0.1:65536",
        "serve echo --tcp 127.0.0.1:-1",
        "serve echo --tcp 127.0.0.1:http",
        "serve echo --tcp ::1:80",
        "serve timestamp-line --udp 127.0.0.1:0",
        "serve length --udp 127.0.0.1:0",
        "serve echo --engine steam",
        "serve echo --root nowhere",
        "serve echo --max-connections 0",
        "serve echo --proxies everybody",
        "serve echo --engine virtual --driver epoll",
        "serve echo --engine iterative --driver poll",
        "serve echo --engine loop --driver kqueue",
        "serve echo --driver kqueue",
        "serve echo --loops 0",
        "serve echo --loops 257",
        "serve echo --loops many",
        "serve echo --engine virtual --loops 2",
        "up --engine iterative --loops 2",
        "serve echo --idle-timeout 0",
        "serve echo --drain-timeout soon",
        "serve nonsense",
        "serve select-room --engine threads",
        "serve select-room --engine processes",
        "serve select-room --driver epoll",
        "serve select-room --loops 2",
        "serve select-room --udp 127.0.0.1:0",
        "serve hello --udp 127.0.0.1:0",
        "serve menu --menu nowhere.toml",
        "serve menu --menu /",
        "connect --udp menu",
        "up extra",
        "up --engine steam",
        "up --engine virtual --driver poll",
        "connect echo 127.0.0.1 65536",
        "connect echo 127.0.0.1 1 2",
        "connect --udp length",
        "connect --wait 0 echo",
        "connect 127.0.0.1 80 81",
        "connect 127.0.0.1 65536",
        "connect tcp://127.0.0.1",
        "connect tcp://127.0.0.1:80?backlog=5",
        "connect nothing:x",
        "connect -4 -6 127.0.0.1 80",
        "connect -n localhost 80",
        "connect --send-only --recv-only 127.0.0.1 80",
        "connect -e x -c y 127.0.0.1 80",
        "connect -e ' 127.0.0.1 80",
        "connect -i never 127.0.0.1 80",
        "connect -U a b",
        "connect --udp tcp://127.0.0.1:80",
        "connect --crlf echo",
        "connect -k 127.0.0.1 80",
        "listen",
        "listen 127.0.0.1 80 81",
        "listen http",
        "listen exec:cat",
        "listen tcp://127.0.0.1:80?timeout=5s",
        "listen --tls 4433",
        "listen --cert x.pem 4433",
        "listen -k -u 9000",
        "listen -m 0 9000",
        "listen --allow 10.0.0.0/33 9000",
        "listen -n localhost 9000",
        "relay",
        "relay stdio:",
        "relay stdio: nothing:x",
        "relay listen:stdio: exec:cat",
        "relay -k stdio: exec:cat",
        "relay -k listen:tcp://127.0.0.1:0 listen:tcp://127.0.0.1:0",
        "relay -k listen:udp://127.0.0.1:0 exec:cat",
        "relay --allow ::1 stdio: exec:cat",
        "relay --proxy v3 listen:tcp://127.0.0.1:0 exec:cat",
        "gopher",
        "gopher --wait 0 127.0.0.1",
        "gopher http://127.0.0.1/",
        "gopher 127.0.0.1:0",
        "gopher ::1",
        "gopher 127.0.0.1/x y",
        "gopher gopher://127.0.0.1/ x",
        "gopher gopher://127.0.0.1/8",
        "gopher gopher://127.0.0.1/0/%0d%0a",
        "serve gopher --tcp 127.0.0.1:0 --name a:b",
        "serve gopher --tcp 127.0.0.1:0 --name a/b",
        "fetch",
      })
  void wrongUsageExitsWith2AndSaysWhatIsWrong(String line) {
    misused(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve web --tcp 127.0.0.1:0",
        "connect web",
        "nc 127.0.0.1 80",
      })
  void whatIsPromisedAndNotBuiltYetExitsWith4AndSaysSo(String line) {
    Finished refused = run(line);
    assertThat(refused.exit()).as(refused.err()).isEqualTo(4);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("not built yet").doesNotContain("listening");
  }
}
