package io.jackfield.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many may wait to be accepted, as the kernel has it, on every engine. */
@Timeout(30)
final class BacklogTest {
  private static final int BACKLOG = 7;

  /** Of a listener ss(8) has it as the second number: {@code LISTEN 0 7 127.0.0.1:4711 …}. */
  private static String listener(String... filter) throws Exception {
    var command = new ProcessBuilder("ss", "-H", "-l", "-n");
    command.command().addAll(List.of(filter));
    Process ss = command.start();
    String said = new String(ss.getInputStream().readAllBytes(), US_ASCII);
    assertThat(ss.waitFor()).isZero();
    return said;
  }

  @ParameterizedTest
  @MethodSource("io.jackfield.server.AnyEngine#all")
  void theKernelIsToldOfIt(AnyEngine engine) throws Exception {
    try (var server =
        TcpServer.at(Peer.ANY_PORT)
            .handler(Handlers.Echo.class)
            .engine(engine.engine())
            .limits(Limits.builder().backlog(BACKLOG).build())
            .open()) {
      String at = "127.0.0.1:" + server.address().getPort();
      assertThat(listener("-t", "src", at)).matches("(?s)LISTEN +0 +7 +" + at + " .*");
    }
  }
}
