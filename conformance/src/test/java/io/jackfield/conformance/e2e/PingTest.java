package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.conformance.e2e.Command.Finished;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jackfield ping} of this machine itself, by a user who may. */
final class PingTest {
  private static final String TIME = "[0-9]+(\\.[0-9]+)?";

  @BeforeEach
  void mayPing() {
    assumeTrue("root".equals(System.getProperty("user.name")), "raw sockets are for root");
  }

  private static Command ping(String line) {
    return Command.jackfield("ping").and(line.split(" ", -1));
  }

  private static String reply(int bytes, String host, int sequence) {
    return "%d bytes from %s: icmp_seq=%d ttl=64 time=%s ms\n"
        .formatted(bytes, Pattern.quote(host), sequence, TIME);
  }

  private static String statistics(String host, int count) {
    return "\n--- %s ping statistics ---\n".formatted(Pattern.quote(host))
        + count
        + " packets transmitted, "
        + count
        + " received, 0% packet loss, time [0-9]+ms\n"
        + "rtt min/avg/max/mdev = [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ ms\n";
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.",
    "::1, PING ::1 (::1) 56 data bytes",
  })
  void threeRequestsHaveThreeReplies(String host, String first) {
    Finished ping = ping("-c 3 -i 0.05 " + host).run();
    assertThat(ping.err()).isEmpty();
    assertThat(ping.out())
        .matches(
            Pattern.quote(first)
                + "\n"
                + reply(64, host, 1)
                + reply(64, host, 2)
                + reply(64, host, 3)
                + statistics(host, 3));
    assertThat(ping.exit()).isZero();
  }

  @Test
  void aNameIsShownWithItsAddress() {
    Finished ping = ping("-4 -c 1 localhost").run();
    assertThat(ping.out())
        .startsWith("PING localhost (127.0.0.1) 56(84) bytes of data.\n")
        .containsPattern(reply(64, "127.0.0.1", 1))
        .containsPattern(statistics("localhost", 1));
    assertThat(ping.exit()).isZero();
  }

  @Test
  void quietlyOnlyTheFirstAndTheLastLinesAreShown() {
    Finished ping = ping("-q -c 2 -i 0.05 127.0.0.1").run();
    assertThat(ping.out())
        .matches("PING .* bytes of data\\.\n" + statistics("127.0.0.1", 2))
        .doesNotContain("icmp_seq");
    assertThat(ping.exit()).isZero();
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 1_473, 65_507})
  void aRequestHasAsMuchDataAsAskedFor(int bytes) {
    Finished ping = ping("-c 1 -s " + bytes + " 127.0.0.1").run();
    assertThat(ping.out())
        .startsWith("PING 127.0.0.1 (127.0.0.1) %d(%d) bytes".formatted(bytes, bytes + 28))
        .containsPattern(reply(bytes + 8, "127.0.0.1", 1));
    assertThat(ping.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsItWithTheStatistics(String signal) {
    // Nothing else is under way then: what is not back yet would count as lost.
    try (Child ping = ping("-i 60 127.0.0.1").start()) {
      ping.out().await("icmp_seq=1 ");
      ping.signal(signal);
      assertThat(ping.awaitExit()).isZero();
      assertThat(ping.out().awaitEnd())
          .containsPattern("\n--- 127.0.0.1 ping statistics ---\n")
          .containsPattern(" 0% packet loss, time [0-9]+ms\nrtt [^\n]+ ms\n$");
      assertThat(ping.err().awaitEnd()).isEmpty();
    }
  }

  @Test
  void aSignalEndsAWaitForWhatDoesNotComeWithExitCode1() {
    Command deaf =
        Command.tool(
                "sh", "-c", "echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all; exec \"$@\"", "sh")
            .under(Namespace.available().fresh());
    try (Child ping = ping("-c 1 127.0.0.1").under(deaf).start()) {
      ping.out().await("bytes of data.\n");
      ping.signal("INT");
      assertThat(ping.awaitExit()).isEqualTo(1);
      assertThat(ping.out().awaitEnd()).contains(" 0 received, 100% packet loss, time 0ms\n");
    }
  }

  @Test
  void whereNobodyReadsAnyMoreItEnds() {
    Command head = Command.tool("sh", "-c", "\"$@\" | head -n 2", "sh");
    Finished ping = ping("-i 0.02 127.0.0.1").under(head).run();
    assertThat(ping.out().lines()).hasSize(2);
    assertThat(ping.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-c 0 127.0.0.1", "-W soon 127.0.0.1", "127.0.0.1 extra"})
  void wrongUsageExitsWith2AndSaysWhatIsWrong(String line) {
    Finished misuse = ping(line).run();
    assertThat(misuse.exit()).as(misuse.err()).isEqualTo(2);
    assertThat(misuse.out()).isEmpty();
    assertThat(misuse.err()).startsWith("jackfield ping: ").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping --help", "doctor --help"})
  void theHelpHasExamples(String line) {
    Finished help = Command.jackfield(line.split(" ", -1)).run();
    assertThat(help.exit()).isZero();
    assertThat(help.out()).startsWith("Usage: jackfield ").contains("Examples:\n  jackfield ");
    assertThat(help.out().lines()).allSatisfy(row -> assertThat(row).hasSizeLessThanOrEqualTo(80));
  }
}
