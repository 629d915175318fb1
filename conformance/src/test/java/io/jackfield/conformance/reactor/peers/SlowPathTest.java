package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Namespace;
import io.jackfield.reactor.driver.Drivers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Datagrams that the network takes slowly, so that the sender's buffer in the kernel is full: on a
 * plain loopback it never is, for what is sent has arrived.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SlowPathTest {
  /**
   * What waits in the queue of the interface counts as the sender's (tc-tbf(8)). All on one
   * processor: each has a backlog of its own of what the loopback delivers, and what one took from
   * the interface's queue may overtake what another took before.
   */
  private static final String SLOWLY =
      """
      set -e
      cpu=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/self/status)
      taskset -c -p "$cpu" $$ > /dev/null
      ip link set lo mtu 1500
      tc qdisc add dev lo root tbf rate 20mbit burst 16k limit 10m
      "$@"
      tc -s qdisc show dev lo
      """;

  private static final Pattern SAID = Pattern.compile("all full (\\d+) most (\\d+)\n");

  private static final int QUEUE = 256;

  static Stream<Arguments> drivers() {
    return Drivers.names().stream()
        .flatMap(name -> Stream.of(true, false).map(alike -> Arguments.of(name, alike)));
  }

  @ParameterizedTest(name = "{0}, of one length: {1}")
  @MethodSource("drivers")
  void nothingIsLostDoubledOrOutOfOrderWhereTheBufferIsFull(String driver, boolean alike)
      throws Exception {
    Finished finished =
        OtherNetwork.program(SlowPath.class, List.of(driver, Boolean.toString(alike)))
            .under(Command.tool("sh", "-c", SLOWLY, "sh"))
            .under(Namespace.available().fresh())
            .run();
    Matcher said = SAID.matcher(finished.out());
    assertThat(said.lookingAt()).as(finished.out() + finished.err()).isTrue();
    assertThat(Integer.parseInt(said.group(1))).as("how often the queue was full").isPositive();
    assertThat(Integer.parseInt(said.group(2)))
        .as("the most that waited, besides the one that the kernel is given")
        .isBetween(QUEUE, QUEUE + 1);
    assertThat(finished.out()).as("what the network lost").contains("dropped 0,");
  }
}
