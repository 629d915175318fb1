package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hundred clients at once, on each engine there is. */
final class ManyClientsTest {
  private static final int CLIENTS = 200;

  private static Server on(String engine, String service) {
    return Server.serve(service, "--tcp", "127.0.0.1:0", "--engine", engine).start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "loop"})
  void allOfTwoHundredHeldConversationsAreServedAtOnce(String engine) {
    try (Server server = on(engine, "greeting")) {
      // All are connected and welcomed before the first one says a word; the last one speaks first.
      String answers =
          Python.client(
              server.tcp(),
              """
              clients = [connect() for i in range(200)]
              for s in clients:
                  assert exactly(s, 8) == b'Welcome!'
              for i, s in reversed(list(enumerate(clients))):
                  s.send(b'%d' % i)
              for i, s in enumerate(clients):
                  say(exactly(s, len(b'Hello, %d!' % i)))
              """);
      assertThat(answers)
          .isEqualTo(
              String.join(
                  "", IntStream.range(0, CLIENTS).mapToObj(i -> "Hello, " + i + "!").toList()));
      server.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "iterative", "loop"})
  void allOfTwoHundredLinesAreAnsweredOnEachEngine(String engine) {
    try (Server server = on(engine, "timestamp-line")) {
      String answers =
          Python.client(
              server.tcp(),
              """
              clients = [connect() for i in range(200)]
              for i, s in enumerate(clients):
                  s.sendall(b'line %d\\n' % i)
              for s in clients:
                  say(rest(s))
              """);
      List<String> expected =
          IntStream.range(0, CLIENTS).mapToObj(i -> "line " + i + "\n").toList();
      assertThat(Stamp.split(answers)).isEqualTo(expected);
      server.stop();
    }
  }

  @Test
  void theIterativeEngineServesOneAfterTheOther() throws IOException {
    try (Server server = on("iterative", "echo");
        var first = new Client(server.tcp());
        var second = new Client(server.tcp()).patience(Duration.ofMillis(300))) {
      assertThat(first.send("first").receive(5)).isEqualTo("first");
      second.send("second");
      assertThatThrownBy(() -> second.receive(6)).isInstanceOf(SocketTimeoutException.class);
      assertThat(first.send("again").halfClose().rest()).isEqualTo("again");
      assertThat(second.patience(Output.DEADLINE).halfClose().rest()).isEqualTo("second");
      server.stop();
    }
  }
}
