package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help texts, and command lines that start nothing. */
final class UsageTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    String[] words = Main.meant(line.isEmpty() ? new String[0] : line.split(" ", -1));
    return Main.commandLine(words)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  // ---- help -------------------------------------------------------------------------------------

  private static List<CommandLine> commands() {
    var all = new ArrayList<CommandLine>();
    add(Main.commandLine(), all);
    return all;
  }

  private static void add(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(one -> add(one, all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whatIsLaidOutByHandIsNotBrokenAgain(CommandLine command) {
    String help = command.getUsageMessage();
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    for (String line : command.getCommandSpec().usageMessage().footer()) {
      assertThat(help.lines()).contains(line.replace("%%", "%"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "help, Usage: jackfield [-hV] COMMAND",
    "help up, Usage: jackfield up [OPTIONS]",
    "help config check, Usage: jackfield config check [-hV] FILE",
    "help --help, Usage: jackfield [-hV] COMMAND"
  })
  void helpIsACommandToo(String line, String first) {
    assertThat(run(line)).isEqualTo(Exit.DONE);
    assertThat(out.toString().lines()).startsWith(first);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theServicesThatConnectNamesAreThoseThatItTalksWith() {
    assertThat(run("connect --help")).isEqualTo(Exit.DONE);
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("greeting, hello,", "gopher, select-room.");
  }

  /** no-color.org wants it to be found. */
  @Test
  void theEnvironmentIsInTheHelpAndInTheManualPage() {
    assertThat(run("--help")).isEqualTo(Exit.DONE);
    assertThat(out.toString()).contains("NO_COLOR", "PAGER", "JACKFIELD_JAVA_OPTS");
    assertThat(ManPage.of(Main.commandLine())).contains("NO_COLOR");
  }

  // ---- sentences --------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serve echo --engin loop      | jackfield serve: there is no option '--engin'; did you mean '--engine'?
          serve echo --engin=loop      | jackfield serve: there is no option '--engin'; did you mean '--engine'?
          up --nonsense                | jackfield up: there is no option '--nonsense'
          config chek a.toml           | jackfield config: there is no command 'chek'; did you mean 'check'?
          connect example              | jackfield connect: 'example' is no service; if it is a host, say its port too: HOST PORT
          connect example http         | jackfield connect: 'example' is no service, and 'http' is no port
          connect example.org          | jackfield connect: 'example.org' is no endpoint; if it is a host, say its port too: HOST PORT
          connect 127.0.0.1            | jackfield connect: '127.0.0.1' is no endpoint; if it is a host, say its port too: HOST PORT
          connect ::1                  | jackfield connect: '::1' is no endpoint; if it is a host, say its port too: HOST PORT
          connect fe80::1%lo           | jackfield connect: 'fe80::1%lo' is no endpoint; if it is a host, say its port too: HOST PORT
          connect [::1]                | jackfield connect: '[::1]' is no endpoint; if it is a host, say its port too: HOST PORT
          connect --bogus              | jackfield connect: there is no option '--bogus'
          connect --verbos             | jackfield connect: there is no option '--verbos'; did you mean '--verbose'?
          serve --bogus=x              | jackfield serve: there is no option '--bogus'
          connect ecco                 | jackfield connect: there is no service 'ecco'; did you mean 'echo'?
          listen                       | jackfield listen: Missing required parameter: '[HOST] PORT'
          send notes.pdf               | jackfield send: say one file or more, and last where to: send FILE HOST[:PORT]
          serve echo --idle-timeout 0  | jackfield serve: --idle-timeout takes more than 0
          connect -i 0 127.0.0.1 80    | jackfield connect: --idle-timeout takes more than 0
          connect -q 0 127.0.0.1 80    | jackfield connect: --quit-after takes more than 0
          relay -w 0 stdio: exec:cat   | jackfield relay: --wait takes more than 0
          """)
  void whatIsWrongIsSaidWithWhatToDo(String line, String sentence) {
    assertThat(run(line)).isEqualTo(Exit.USAGE);
    assertThat(err.toString().lines()).startsWith(sentence);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsSaidSo() {
    assertThat(run("relay file:/nothing/here stdio:")).isEqualTo(Exit.FAILED);
    assertThat(err.toString().strip())
        .isEqualTo("jackfield relay: /nothing/here: no such file or folder");
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
        "serve echo --max-request 0",
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
        "connect echo unix:/x 1",
        "connect echo exec:cat",
        "connect echo tcp://127.0.0.1:7?timeout=1s",
        "connect --tls --udp echo 127.0.0.1 7",
        "connect --insecure echo 127.0.0.1 7",
        "connect -n echo localhost 7",
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
    assertThat(run(line)).as(err.toString()).isEqualTo(Exit.USAGE);
    assertThat(err.toString()).startsWith("jackfield").doesNotContain("Exception");
    assertThat(out.toString()).isEmpty();
  }
}
