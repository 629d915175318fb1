package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code jackfield ping} through a router, by root, who has raw sockets, and by a user without
 * privilege, who has the datagram sockets of ICMP.
 */
final class PingRouteTest {
  enum User {
    ROOT {
      @Override
      Command runs(Command ping) {
        return ping.under(Routers.first());
      }
    },
    NOBODY {
      @Override
      Command runs(Command ping) {
        return Nobody.runs(ping).under(Routers.firstWherePingIsForAll());
      }
    };

    abstract Command runs(Command ping);
  }

  private static Finished ping(User user, String line) {
    Finished ping = user.runs(Command.jackfield("ping").and(line.split(" ", -1))).run();
    assertThat(ping.err()).isEmpty();
    return ping;
  }

  @ParameterizedTest(name = "{1}, by {0}")
  @CsvSource({
    "ROOT, " + Routers.LAST_V4,
    "NOBODY, " + Routers.LAST_V4,
    "ROOT, " + Routers.LAST_V6,
    "NOBODY, " + Routers.LAST_V6,
  })
  void repliesShowThatTheyPassedOneRouter(User user, String last) {
    Finished ping = ping(user, "-c 3 -i 0.05 " + last);
    List<String> replies = ping.out().lines().filter(line -> line.contains("icmp_seq")).toList();
    String reply = "64 bytes from " + Pattern.quote(last) + ": icmp_seq=%d ttl=63 time=[0-9.]+ ms";
    assertThat(replies).hasSize(3);
    for (int sequence = 1; sequence <= 3; sequence++) {
      assertThat(replies.get(sequence - 1)).matches(reply.formatted(sequence));
    }
    assertThat(ping.out()).contains("3 packets transmitted, 3 received, 0% packet loss, time ");
    assertThat(ping.exit()).isZero();
  }

  @ParameterizedTest(name = "{1}, by {0}")
  @CsvSource({
    "ROOT, " + Routers.LAST_V4 + ", " + Routers.ROUTER_V4 + ", Time to live exceeded",
    "NOBODY, " + Routers.LAST_V4 + ", " + Routers.ROUTER_V4 + ", Time to live exceeded",
    "ROOT, " + Routers.LAST_V6 + ", " + Routers.ROUTER_V6 + ", Time exceeded: Hop limit",
    "NOBODY, " + Routers.LAST_V6 + ", " + Routers.ROUTER_V6 + ", Time exceeded: Hop limit",
  })
  void aRouterAtTheHopLimitSaysThatTheTimeIsOver(
      User user, String last, String router, String said) {
    Finished ping = ping(user, "-c 1 -t 1 " + last);
    assertThat(afterFirstLine(ping))
        .isEqualTo("From " + router + " icmp_seq=1 " + said + "\n" + nothingCame(last));
    assertThat(ping.exit()).isEqualTo(1);
  }

  @ParameterizedTest(name = "-t 2 to {1}, by {0}")
  @CsvSource({
    "ROOT, " + Routers.LAST_V4,
    "NOBODY, " + Routers.LAST_V4,
    "ROOT, " + Routers.LAST_V6,
    "NOBODY, " + Routers.LAST_V6,
  })
  void aHopLimitThatIsJustEnoughIsEnough(User user, String last) {
    Finished ping = ping(user, "-c 1 -t 2 " + last);
    assertThat(ping.out()).contains("64 bytes from " + last + ": icmp_seq=1 ttl=63 time=");
    assertThat(ping.exit()).isZero();
  }

  /** A neighbour that nobody is, and a network that the router does not know. */
  @ParameterizedTest(name = "{1}, by {0}")
  @CsvSource({
    "ROOT, 10.2.0.99, Destination Host Unreachable",
    "NOBODY, 10.2.0.99, Destination Host Unreachable",
    "ROOT, 10.3.0.1, Destination Net Unreachable",
    "NOBODY, 10.3.0.1, Destination Net Unreachable",
    "ROOT, fd00:2::99, Destination unreachable: Address unreachable",
    "NOBODY, fd00:2::99, Destination unreachable: Address unreachable",
    "ROOT, fd00:3::1, Destination unreachable: No route",
    "NOBODY, fd00:3::1, Destination unreachable: No route",
  })
  void theRouterSaysWhyAHostCannotBeReached(User user, String nowhere, String said) {
    Finished ping = ping(user, "-c 1 " + nowhere);
    String router = nowhere.contains(":") ? Routers.ROUTER_V6 : Routers.ROUTER_V4;
    assertThat(afterFirstLine(ping))
        .isEqualTo("From " + router + " icmp_seq=1 " + said + "\n" + nothingCame(nowhere));
    assertThat(ping.exit()).isEqualTo(1);
  }

  private static String afterFirstLine(Finished ping) {
    return ping.out().substring(ping.out().indexOf('\n') + 1);
  }

  private static String nothingCame(String host) {
    return "\n--- "
        + host
        + " ping statistics ---\n"
        + "1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n";
  }
}
