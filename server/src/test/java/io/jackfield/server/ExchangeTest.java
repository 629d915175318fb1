package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class ExchangeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(10);

  /** Sends back each chunk; {@code !} has it throw, {@code .} ends. Midway after {@code (}. */
  private static final class Echo implements Exchange {
    private boolean midway;

    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      byte first = chunk.get(chunk.position());
      if (first == '!') {
        throw new IllegalStateException("as it was told to");
      }
      midway = first == '(';
      answer.write(chunk);
      return first == '.' ? Next.DONE : Next.MORE;
    }

    @Override
    public boolean isMidway() {
      return midway;
    }
  }

  private static StreamServerBuilder<TcpServer> echo(Engines engine) {
    return TcpServer.at(Peer.ANY_PORT)
        .exchange(Echo::new)
        .engine(engine.engine())
        .drainTimeout(LONG);
  }

  @ParameterizedTest
  @EnumSource
  void aHalfClosingClientGetsAllItsAnswers(Engines engine) throws IOException {
    try (var server = echo(engine).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("hello").end().receiveAll()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConversationEndsWhenItsRulesSaySoThoughTheClientDoesNot(Engines engine) throws IOException {
    try (var server = echo(engine).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send(".").receiveAll()).isEqualTo(".");
    }
  }

  @Test
  void aChunkHasAtMost16384BytesAndNothingIsLost() throws IOException {
    var sizes = new CopyOnWriteArrayList<Integer>();
    try (var server =
            echo(Engines.LOOP_ON_EPOLL)
                .exchange(() ->
                    (chunk, answer) -> {
                      sizes.add(chunk.remaining());
                      answer.write(chunk);
                      return Exchange.Next.MORE;
                    })
                .start();
        Peer peer = Peer.of(server)) {
      String much = "x".repeat(100_000);
      assertThat(peer.send(much).end().receiveAll()).isEqualTo(much);
    }
    assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, RequestInput.CHUNK_BYTES));
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100_000);
  }

  @Test
  void hooksAreToldInOrder() throws Exception {
    var hooks = new ToldHooks();
    try (var server = echo(Engines.LOOP_ON_EPOLL).hooks(hooks).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("hello").end().receiveAll()).isEqualTo("hello");
      assertThat(hooks.next(3)).containsExactly("verify", "process", "finish after 5");
      assertThat(server.counts()).hasToString("taken 1");
    }
  }

  @Test
  void rulesThatThrowEndTheirOwnConversationOnly() throws Exception {
    var hooks = new ToldHooks();
    try (var server = echo(Engines.LOOP_ON_EPOLL).hooks(hooks).start();
        Peer other = Peer.of(server)) {
      assertThat(other.send("a").receive(1)).isEqualTo("a");
      assertThat(hooks.next(2)).containsExactly("verify", "process");
      try (Peer peer = Peer.of(server)) {
        assertThat(peer.send("!").receiveAll()).isEmpty();
      }
      assertThat(hooks.next(4))
          .containsExactly("verify", "process", "error: as it was told to", "finish after 1");
      assertThat(other.send("b").receive(1)).isEqualTo("b");
      assertThat(server.counts().failed()).isEqualTo(1);
    }
  }

  @Test
  void aRefusedClientIsClosedUnanswered() throws Exception {
    ServerHooks<StreamRequest> hooks =
        new ServerHooks<>() {
          @Override
          public boolean verifyRequest(StreamRequest request) {
            return false;
          }
        };
    try (var server = echo(Engines.LOOP_ON_EPOLL).hooks(hooks).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(server.counts()).hasToString("taken 1, refused 1");
    }
  }

  @Test
  void aClientSilentForTooLongIsLetGo() throws Exception {
    var hooks = new ToldHooks();
    try (var server =
            echo(Engines.LOOP_ON_EPOLL).hooks(hooks).idleTimeout(Duration.ofMillis(50)).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(hooks.next(4)).containsExactly("verify", "process", "time-out", "finish after 0");
      assertThat(server.counts().timedOut()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ITERATIVE", mode = EnumSource.Mode.EXCLUDE)
  void whenItStopsWhatIsWholeEndsAndWhatIsNotMayBeFinished(Engines engine) throws Exception {
    try (var server = echo(engine).start();
        Peer idle = Peer.of(server);
        Peer midway = Peer.of(server)) {
      assertThat(idle.send("whole").receive(5)).isEqualTo("whole");
      assertThat(midway.send("(").receive(1)).isEqualTo("(");
      server.shutdown();
      assertThat(idle.receiveAll()).isEmpty();
      assertThat(Peer.refuses(server.address())).isTrue();
      assertThat(midway.send(")").receiveAll()).isEqualTo(")");
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts().failed()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatHadArrivedWhenItStopsIsAnswered(Engines engine) throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var server = echo(engine).start();
          Peer peer = Peer.of(server)) {
        assertThat(peer.send("a").receive(1)).isEqualTo("a");
        peer.send("b");
        server.shutdown();
        assertThat(peer.receiveAll()).isEqualTo("b");
      }
    }
  }

  @Test
  void whatIsNeverFinishedIsCutOffWhenTheTimeIsUp() throws Exception {
    try (var server = echo(Engines.LOOP_ON_EPOLL).drainTimeout(Duration.ofMillis(100)).start();
        Peer midway = Peer.of(server)) {
      assertThat(midway.send("(").receive(1)).isEqualTo("(");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThatThrownBy(midway::receiveAll).isInstanceOf(IOException.class);
      assertThat(server.counts().failed()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatNeverServedEndsTooAndGivesItsPortBack() throws Exception {
    TcpServer server = echo(Engines.LOOP_ON_EPOLL).open();
    server.close();
    assertThat(server.awaitEnd(SOON)).isTrue();
    assertThat(Peer.refuses(server.address())).isTrue();
    server.serveForever();
  }

  @Test
  void aServerWithoutRulesSaysWhatIsMissing() {
    assertThatThrownBy(() -> TcpServer.at(Peer.ANY_PORT).engine(Engine.eventLoop()).open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("handler");
  }
}
