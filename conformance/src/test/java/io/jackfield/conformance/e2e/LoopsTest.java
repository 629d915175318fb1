package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code --loops}: several event loops share the addresses. */
final class LoopsTest {
  private static final int CLIENTS = 64;

  private static final Pattern SUMMARY =
      Pattern.compile("stopped after (\\d+) requests \\(by loop: (\\d+), (\\d+)\\)\n");

  private static Server serve(String... options) {
    return Server.of(Command.jackfield("serve", "echo").and(options)).start();
  }

  @Test
  void eachLoopHasAThreadAndGetsSomeOfTheConversations() throws IOException {
    try (Server server = serve("--tcp", "127.0.0.1:0", "--loops", "2", "--quiet")) {
      server.process().err().await("serving on 2 loops, a thread each\n");
      assertThat(server.listening()).hasSize(1);
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client(server.tcp()));
        assertThat(clients.getLast().send("x").receive(1)).isEqualTo("x");
      }
      // Both have served by now: a thread that has just begun still has the name of its maker.
      assertThat(Proc.threads(server.process())).contains("loop", "loop-2");
      server.process().signal("TERM");
      for (Client client : clients) {
        assertThat(client.rest()).isEmpty();
        client.close();
      }
      assertThat(server.process().awaitExit()).isZero();
      Matcher summary = SUMMARY.matcher(server.process().err().awaitEnd());
      assertThat(summary.find()).as(server.process().err().soFar()).isTrue();
      int first = Integer.parseInt(summary.group(2));
      int second = Integer.parseInt(summary.group(3));
      assertThat(summary.group(1)).isEqualTo("" + CLIENTS);
      assertThat(first + second).isEqualTo(CLIENTS);
      assertThat(first).isBetween(1, CLIENTS - 1);
    }
  }

  @Test
  void datagramsAreAnsweredTooAndTheConversationEndsInOrder() {
    try (Server server = serve("--tcp", "127.0.0.1:0", "--udp", "127.0.0.1:0", "--loops", "2")) {
      for (Peer peer : Peer.values()) {
        assertThat(peer.tcp(server.tcp(), "x")).isEqualTo("x");
        assertThat(peer.udp(server.udp(), "x")).isEqualTo("x");
      }
      server.stop();
    }
  }

  @Test
  void aSecondServerIsRefusedThePort() {
    try (Server first = serve("--tcp", "127.0.0.1:0", "--loops", "2")) {
      Finished second =
          Command.jackfield("serve", "echo", "--loops", "2", "--tcp", "127.0.0.1:" + first.tcp())
              .run();
      assertThat(second.exit()).isEqualTo(3);
      assertThat(second.err()).contains("in use").doesNotContain("listening");
    }
  }

  @Test
  void allServicesRunOnALoopForEachProcessor() {
    try (Server up =
        Server.of(Command.jackfield("up", "--free-ports", "--loops", "auto")).start()) {
      up.process().err().await("Ctrl-C stops");
      assertThat(up.listening()).hasSize(Server.ofUp());
      assertThat(Peer.NETCAT.tcp(up.port("echo", "tcp"), "x")).isEqualTo("x");
      assertThat(Peer.NETCAT.udp(up.port("greeting", "udp"), "x")).isEqualTo("Hello, x!");
      up.stop();
      assertThat(up.process().err().awaitEnd()).contains("stopped after 2 requests");
    }
  }
}
