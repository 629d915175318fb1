package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Command lines that send nothing. */
final class PingCommandTest {
  private final StringWriter said = new StringWriter();

  private int run(String line) {
    CommandLine command = Main.commandLine().setErr(new PrintWriter(said, true));
    return command.execute(("ping " + line).strip().split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-c 0 127.0.0.1",
        "-c -1 127.0.0.1",
        "-c many 127.0.0.1",
        "-i 0 127.0.0.1",
        "-i 0.001999999 127.0.0.1",
        "-i 1e3 127.0.0.1",
        "-s -1 127.0.0.1",
        "-s 65508 127.0.0.1",
        "-t 0 127.0.0.1",
        "-t 256 127.0.0.1",
        "-W -1 127.0.0.1",
        "-W soon 127.0.0.1",
        "-4 -6 127.0.0.1",
        "127.0.0.1 extra",
        "--nonsense 127.0.0.1",
      })
  void wrongUsageExitsWith2AndSaysWhatIsWrong(String line) {
    assertThat(run(line)).as(said.toString()).isEqualTo(Exit.USAGE);
    assertThat(said.toString()).startsWith("jackfield ping: ").doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | Missing required parameter: 'HOST'",
        "-c many ::1 | Invalid value for option '--count': 'many' is not a whole number",
        "-c 9223372036854775808 ::1 | Invalid value for option '--count': '9223372036854775808' is out of range",
        "-s 4e1 ::1 | Invalid value for option '--size': '4e1' is not a whole number",
        "-t 2147483648 ::1 | Invalid value for option '--ttl': '2147483648' is out of range",
        "::1 again | one argument too many: 'again'",
        "--nonsense ::1 | there is no option '--nonsense'",
      })
  void itIsSaidInWordsForPeople(@Nullable String line, String sentence) {
    assertThat(run(line == null ? "" : line)).isEqualTo(Exit.USAGE);
    assertThat(said.toString().lines())
        .containsExactly("jackfield ping: " + sentence, "Try 'jackfield ping --help'.");
  }

  /** The JDK takes the empty text for this machine; in a script it is a variable not set. */
  @ParameterizedTest
  @ValueSource(strings = {"ping -c 1", "ping -4 -c 1", "connect echo"})
  void anEmptyHostIsRefused(String line) {
    CommandLine command = Main.commandLine().setErr(new PrintWriter(said, true));
    String[] words = (line + " ").split(" ", -1);
    assertThat(command.execute(words)).isEqualTo(Exit.USAGE);
    assertThat(said.toString().strip()).endsWith(": the host is empty");
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThat(run("-c 1 nobody.invalid")).isEqualTo(Exit.FAILED);
    assertThat(said.toString().strip()).isEqualTo("jackfield ping: unknown host: nobody.invalid");
  }

  @ParameterizedTest
  @CsvSource({"-6, 127.0.0.1", "-4, ::1"})
  void anAddressOfTheOtherFamilyIsRefused(String family, String host) {
    assertThat(run(family + " -c 1 " + host)).isEqualTo(Exit.FAILED);
    assertThat(said.toString()).startsWith("jackfield ping: " + host + " has no address of IPv");
  }
}
