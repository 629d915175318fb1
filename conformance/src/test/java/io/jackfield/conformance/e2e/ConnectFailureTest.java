package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our clients where nobody answers, or answers badly: exit 1 and a sentence. */
final class ConnectFailureTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static void assertFailed(Finished client, String... words) {
    assertThat(client.exit()).as(client.err()).isEqualTo(1);
    assertThat(Wire.text(client.err()).lines().toList()).as("one sentence").hasSize(1);
    assertThat(client.err()).startsWith("jackfield connect: ").doesNotContain("Exception");
    assertThat(List.of(words)).allSatisfy(word -> assertThat(client.err()).contains(word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "timestamp-line", "greeting", "length", "echo"})
  void nobodyListensThere(String service) throws IOException {
    // Bound, so that nobody else gets the port, but not listening.
    try (var silent = new Socket()) {
      silent.bind(new InetSocketAddress(LOOPBACK, 0));
      String port = "" + silent.getLocalPort();
      Finished client = Command.jackfield("connect", service, "127.0.0.1", port).run("x\n");
      assertFailed(client, "127.0.0.1:" + port, "refused");
      assertThat(client.out()).isEmpty();
    }
  }

  @Test
  void nobodyReceivesDatagramsThere() {
    Command client = Command.jackfield("connect", "--udp", "echo");
    Finished finished = client.under(Namespace.available().fresh()).run("x\n");
    assertFailed(finished, "127.0.0.1:10007", "refused");
    assertThat(finished.out()).isEmpty();
  }

  @Test
  void noSuchHostExists() {
    // RFC 6761: no name under "invalid" exists; and this network has nobody to ask.
    Command client = Command.jackfield("connect", "echo", "nobody.invalid");
    assertFailed(
        client.under(Namespace.available().fresh()).run("x\n"), "unknown host", "nobody.invalid");
  }

  @Test
  void noRouteLeadsThere() {
    Command client = Command.jackfield("connect", "echo", "192.0.2.1");
    assertFailed(
        client.under(Namespace.available().fresh()).run("x\n"), "192.0.2.1:10007", "ENETUNREACH");
  }

  @Test
  void aServerThatNeverAnswersIsNotWaitedForLongerThanTold() {
    try (Foreign silent = Foreign.python("stream(lambda s, client: s.recv(100) and s.recv(1))")) {
      long begun = System.nanoTime();
      assertFailed(silent.connect("echo", "--wait", "1").run("x\n"), "timed out");
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
    }
  }

  @Test
  void aServerThatNeverGreetsIsNotWaitedForLongerThanTold() {
    try (Foreign silent = Foreign.python("stream(lambda s, client: s.recv(1))")) {
      assertFailed(silent.connect("greeting", "--wait", "1").run("Ann\n"), "timed out");
    }
  }

  @Test
  void aDatagramThatIsNeverAnsweredIsNotWaitedForLongerThanTold() {
    try (Foreign silent =
        Foreign.python(
            """
            class Silent(socketserver.BaseRequestHandler):
                pass
            serve(socketserver.UDPServer, Silent)
            """)) {
      assertFailed(silent.connect("echo", "--udp", "--wait", "1").run("x\n"), "timed out");
    }
  }

  @Test
  void aServerThatClosesInTheMiddleOfAnAnswerHasNotAnswered() {
    try (Foreign python = Foreign.python("stream(lambda s, client: s.sendall(s.recv(100)[:3]))")) {
      Finished client = python.connect("echo").run("cut off\nnever sent\n");
      assertThat(client.out()).isEqualTo("cut\n");
      assertFailed(client);
    }
  }

  @Test
  void aServerThatClosesInsteadOfAnAnswerHasNotAnswered() {
    try (Foreign python =
        Foreign.python("stream(lambda s, client: s.sendall(s.recv(100)) or s.recv(100))")) {
      Finished client = python.connect("echo").run("answered\nnot answered\n");
      assertThat(client.out()).isEqualTo("answered\n");
      assertFailed(client);
    }
  }

  @Test
  void aServerThatResetsTheConnectionHasNotAnswered() {
    try (Foreign python = Foreign.python("stream(lambda s, client: s.recv(100) and vanish(s))")) {
      assertFailed(python.connect("timestamp").run("x\n"), "reset");
    }
  }
}
