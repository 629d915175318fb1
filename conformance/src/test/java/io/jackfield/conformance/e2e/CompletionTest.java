package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shells complete what they were told of, and man reads the pages. */
final class CompletionTest {
  @TempDir private Path folder;

  private Path script(String shell) throws IOException {
    var printed = Command.jackfield("completion", shell).run();
    assertThat(printed.exit()).isZero();
    return Files.writeString(folder.resolve(shell), printed.out());
  }

  private static String bash(Path script, String... words) {
    String line = "jackfield " + String.join(" ", words);
    return Command.tool("bash", "-c")
        .and(
            """
            source "$0"
            COMP_LINE=$1; COMP_POINT=${#1}; COMP_WORDS=($1); [[ $1 == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _complete_jackfield
            echo "${COMPREPLY[@]}"
            """,
            script.toString(),
            line)
        .run()
        .out();
  }

  @Test
  void bashCompletesCommandsOptionsAndWhatTheyTake() throws Exception {
    Path script = script("bash");
    assertThat(bash(script, "res")).isEqualTo("restart\n");
    assertThat(bash(script, "serve", "--en")).isEqualTo("--engine\n");
    assertThat(bash(script, "serve", "--engine", "v")).isEqualTo("virtual\n");
    assertThat(bash(script, "serve", "greet")).isEqualTo("greeting\n");
    assertThat(bash(script, "config", "sa")).isEqualTo("sample\n");
    assertThat(bash(script, "man", "resta")).isEqualTo("restart\n");
    assertThat(bash(script, "connect", "fi")).as("files are not typed").isEqualTo("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "jackfield res, restart",
    "jackfield serve --dri, --driver",
    "jackfield serve --driver=ep, --driver=epoll",
    "jackfield serve --driver ep, epoll",
    "'jackfield serve ', greeting",
    "jackfield config sam, sample",
    "jackfield man resta, restart"
  })
  void fishCompletesThemToo(String line, String expected) throws Exception {
    Command fish = Command.tool("fish", "-c", "source $argv[1]; complete -C $argv[2]");
    String out = fish.and(script("fish").toString(), line).run().out();
    assertThat(out.lines().map(one -> one.replaceAll("\t.*", "")))
        .contains(expected)
        .as("a command where there is one")
        .doesNotContain("relay");
  }

  @Test
  void zshReadsIts() throws Exception {
    var run =
        Command.tool(
                "zsh",
                "-f",
                "-c",
                "source \"$0\" && whence -w _complete_jackfield && echo $_comps[jackfield]")
            .and(script("zsh").toString())
            .run();
    assertThat(run.out())
        .contains("_complete_jackfield: function", "_bash_complete -F _complete_jackfield");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aShellThatIsNoneIsRefused() {
    var run = Command.jackfield("completion", "csh").run();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("nothing for the shell 'csh'; there are: bash, zsh, fish");
  }

  @Test
  void thePageOfTheCommandItselfIsHadByItsNameToo() {
    var page = Command.jackfield("man", "jackfield").run();
    assertThat(page.err()).isEmpty();
    assertThat(page.out()).startsWith(".TH \"JACKFIELD\"").contains("NO_COLOR");
  }

  @Test
  void manFindsNothingWrongWithThePages() throws Exception {
    assertThat(Command.jackfield("man", "--all", folder.toString()).run().exit()).isZero();
    try (var pages = Files.list(folder)) {
      for (Path page : pages.toList()) {
        var checked =
            Command.tool("groff", "-Kutf8", "-man", "-Tutf8", "-ww", "-z", page.toString()).run();
        assertThat(checked.err()).as("%s", page).isEmpty();
      }
    }
    var read =
        Command.tool("groff", "-Kutf8", "-man", "-Tutf8", "-P-cbou")
            .and(folder.resolve("jackfield-serve.1").toString())
            .run();
    assertThat(read.out().replaceAll("\\s+", " "))
        .contains("jackfield-serve - runs one service in the foreground until Ctrl-C or SIGTERM")
        .contains("--engine ENGINE")
        .contains("jackfield serve echo --tls :4433 --cert chain.pem --key key.pem");
    assertThat(folder.resolve("jackfield-config-check.1")).exists();
  }
}
