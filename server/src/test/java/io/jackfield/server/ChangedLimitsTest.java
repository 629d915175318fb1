package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits of a server that runs are changed. */
@Timeout(60)
final class ChangedLimitsTest {
  private static final Limits ONE = Limits.builder().connections(1).build();
  private static final Limits TWO = ONE.change().connections(2).build();

  static Stream<AnyEngine> all() {
    return AnyEngine.all();
  }

  static Stream<AnyEngine> concurrent() {
    return AnyEngine.concurrent();
  }

  private static TcpServer start(AnyEngine engine) throws Exception {
    return TcpServer.at(Peer.ANY_PORT)
        .handler(Handlers.Echo.class)
        .engine(engine.engine())
        .limits(ONE)
        .start();
  }

  private static boolean isAnswered(Peer peer) {
    try {
      return peer.send("x").receive(1).equals("x");
    } catch (java.io.IOException e) {
      return false; // Refused: closed without an answer, or reset.
    }
  }

  @ParameterizedTest
  @MethodSource("concurrent")
  void moreConnectionsAreTakenAtOnceAndFewerEndNobody(AnyEngine engine) throws Exception {
    try (TcpServer server = start(engine);
        Peer first = Peer.of(server)) {
      assertThat(isAnswered(first)).isTrue();
      try (Peer tooMany = Peer.of(server)) {
        assertThat(isAnswered(tooMany)).isFalse();
      }
      server.limits(TWO);
      try (Peer second = Peer.of(server)) {
        assertThat(isAnswered(second)).isTrue();
        server.limits(ONE);
        assertThat(isAnswered(first)).isTrue();
        assertThat(isAnswered(second)).isTrue();
        try (Peer tooMany = Peer.of(server)) {
          assertThat(isAnswered(tooMany)).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void thoseWhoComeLaterHaveTheNewTimes(AnyEngine engine) throws Exception {
    try (TcpServer server = start(engine)) {
      server.limits(TWO.change().firstByteTimeout(Duration.ofMillis(50)).build());
      try (Peer silent = Peer.of(server)) {
        assertThat(silent.receiveAll()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("concurrent")
  void whoIsThereKeepsHis(AnyEngine engine) throws Exception {
    try (TcpServer server = start(engine);
        Peer early = Peer.of(server)) {
      assertThat(isAnswered(early)).isTrue();
      server.limits(TWO.change().firstByteTimeout(Duration.ofMillis(50)).build());
      server.limits(TWO.change().idleTimeout(Duration.ofMillis(50)).build());
      try (Peer late = Peer.of(server)) {
        assertThat(isAnswered(late)).isTrue();
        assertThat(late.receiveAll()).isEmpty();
      }
      assertThat(isAnswered(early)).isTrue();
    }
  }
}
