package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit codes and messages of command lines that start nothing. */
final class UsageTest {
  private static Finished run(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ", -1);
    return Command.jackfield(words).run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help"})
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

  @ParameterizedTest
  @CsvSource({
    "--help, jackfield",
    "--version, jackfield",
    "doctor, jackfield doctor",
    "completion bash, jackfield completion",
    "man up, jackfield man",
    "config sample, jackfield config sample"
  })
  void whatCannotBePrintedIsSaidSo(String line, String command) {
    Finished full =
        Pipes.shell("exec \"$@\" > /dev/full", Command.jackfield(line.split(" "))).run();
    assertThat(full.exit()).as(full.err()).isEqualTo(1);
    assertThat(full.err()).isEqualTo(command + ": standard output: No space left on device\n");
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

  /** The others are looked at in one process, by the test of that name in {@code cli}. */
  @ParameterizedTest
  @ValueSource(strings = {"", "serve echo --nonsense", "up extra", "connect 127.0.0.1 80 81"})
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
