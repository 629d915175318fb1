package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code jackfield up} on each engine. */
final class UpEnginesTest {
  private static Server up() {
    return Server.of(Command.jackfield("up", "--free-ports"));
  }

  private static String overTcp(Server up, String service, String said) {
    return Peer.NETCAT.tcp(up.port(service, "tcp"), said);
  }

  private static String overUdp(Server up, Peer peer, String service) {
    return peer.udp(up.port(service, "udp"), "x");
  }

  @ParameterizedTest
  @EnumSource
  void eachServiceAnswers(Engines engine) {
    try (Server up = up().startOn(engine)) {
      up.process().err().await("Ctrl-C stops");
      assertThat(up.listening()).hasSize(Server.ofUp());
      assertThat(Stamp.after(overTcp(up, "timestamp", "x"))).isEqualTo("x");
      assertThat(Stamp.after(overTcp(up, "timestamp-line", "x\n"))).isEqualTo("x\n");
      assertThat(overTcp(up, "greeting", "x")).isEqualTo("Welcome!Hello, x!");
      assertThat(overTcp(up, "length", "x\n")).endsWith("You entered 1 characters.\n");
      assertThat(overTcp(up, "echo", "x")).isEqualTo("x");
      assertThat(overTcp(up, "gopher", "/welcome.txt\n")).startsWith("Welcome to Jackfield.\r\n");
      for (Peer peer : Peer.values()) {
        assertThat(Stamp.after(overUdp(up, peer, "timestamp"))).isEqualTo("x");
        assertThat(overUdp(up, peer, "greeting")).isEqualTo("Hello, x!");
        assertThat(overUdp(up, peer, "echo")).isEqualTo("x");
      }
      up.stop();
      assertThat(up.process().err().awaitEnd()).contains("stopped after 15 requests\n");
    }
  }

  @Test
  void aLoopIsOneThreadForAllAndTheDefault() {
    try (Server up = up().start()) {
      up.process().err().await("Ctrl-C stops");
      assertThat(overTcp(up, "echo", "x")).isEqualTo("x");
      assertThat(overUdp(up, Peer.PYTHON, "echo")).isEqualTo("x");
      assertThat(Proc.threads(up.process()))
          .containsOnlyOnce("loop")
          .noneMatch(UpEnginesTest::isServices);
      up.stop();
    }
  }

  private static boolean isServices(String thread) {
    return thread.matches("(timestamp|greeting|length|echo).*");
  }

  @Test
  void whoIsIdleEndsAtOnceThoughAnotherServiceWaitsForHalfALine() throws IOException {
    try (Server up = up().start();
        var idle = new Client(up.port("echo", "tcp"));
        var midway = new Client(up.port("length", "tcp")).send("half ")) {
      assertThat(idle.send("x").receive(1)).isEqualTo("x");
      up.process().err().await(Pattern.compile("length +tcp .* connected"));
      up.process().signal("TERM");
      assertThat(idle.patience(Duration.ofSeconds(2)).rest()).isEmpty();
      assertThat(up.process().isAlive()).isTrue();
      assertThat(midway.send("a line\n").rest()).endsWith("You entered 11 characters.\n");
      assertThat(up.process().awaitExit(Duration.ofSeconds(2))).isZero();
    }
  }
}
