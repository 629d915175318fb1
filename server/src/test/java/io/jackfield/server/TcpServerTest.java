package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
final class TcpServerTest {
  private static final String ALL = "io.jackfield.server.AnyEngine#all";

  private static StreamServerBuilder<TcpServer> echo(AnyEngine engine) {
    return TcpServer.at(Peer.ANY_PORT).handler(Handlers.Echo.class).engine(engine.engine());
  }

  private static StreamServerBuilder<TcpServer> echo(Engines engine) {
    return echo(AnyEngine.of(engine));
  }

  @ParameterizedTest
  @EnumSource
  void aHalfClosingClientGetsAllItsAnswers(Engines engine) throws IOException {
    try (var server = echo(engine).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("hello").end().receiveAll()).isEqualTo("hello");
    }
  }

  /** A signal's handler runs on such a thread, and so does much that restarts what has failed. */
  @Test
  void theProcessStaysForAServerThatADaemonHasStarted() throws Exception {
    var started = new FutureTask<>(() -> echo(Engines.ITERATIVE).name("kept").start());
    Thread.ofPlatform().daemon().start(started);
    try (var server = started.get()) {
      assertThat(server.address()).isNotNull();
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().equals("kept"))
          .singleElement()
          .matches(thread -> !thread.isDaemon());
    }
  }

  @Test
  void aSilentClientHoldsUpNobodyOnVirtualThreads() throws IOException {
    try (var server = echo(Engines.VIRTUAL).start();
        Peer silent = Peer.of(server);
        Peer other = Peer.of(server)) {
      assertThat(other.send("hello").receive(5)).isEqualTo("hello");
      assertThat(silent.send("me too").receive(6)).isEqualTo("me too");
    }
  }

  @Test
  void atTheLimitAConnectionWaitsForItsTurn() throws IOException {
    try (var server = echo(Engines.VIRTUAL).engine(Engine.virtualThreads(1)).start();
        Peer first = Peer.of(server)) {
      assertThat(first.send("1").receive(1)).isEqualTo("1");
      try (Peer second = Peer.of(server).send("2")) {
        second.socket().setSoTimeout(100);
        assertThatThrownBy(() -> second.receive(1)).isInstanceOf(SocketTimeoutException.class);
        first.socket().close();
        second.socket().setSoTimeout(15_000);
        assertThat(second.receive(1)).isEqualTo("2");
      }
    }
  }

  /** Says at which step it is, and fails at one: here to the test, elsewhere to nobody. */
  static final class Stepping extends StreamRequestHandler {
    private final Queue<String> told;
    private final String failing;

    Stepping(Queue<String> told, String failing) {
      this.told = told;
      this.failing = failing;
    }

    Stepping(Map<String, String> settings) {
      this(new ArrayDeque<>(), settings.getOrDefault("failing", ""));
    }

    private void step(String name) {
      told.add(name);
      if (failing.equals(name)) {
        throw new IllegalStateException(name);
      }
    }

    @Override
    protected void setup() {
      step("setup");
    }

    @Override
    protected void handle() {
      step("handle");
    }

    @Override
    protected void finish() {
      step("finish handler");
    }
  }

  /** What is told where a step fails; of handlers elsewhere the server's hooks alone tell. */
  private static void assertSteps(AnyEngine engine, String failing, String... expected)
      throws Exception {
    var hooks = new ToldHooks();
    StreamServerBuilder<TcpServer> builder =
        engine.isHere()
            ? echo(engine).handler(() -> new Stepping(hooks.told, failing))
            : echo(engine).handler(Stepping.class, Map.of("failing", failing));
    List<String> seen = new ArrayList<>(List.of(expected));
    if (!engine.isHere()) {
      seen.removeAll(List.of("setup", "handle", "finish handler"));
    }
    try (var server = builder.hooks(hooks).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(hooks.untilFinished()).isEqualTo(seen);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aRequestGoesThroughItsStepsInOrder(AnyEngine engine) throws Exception {
    assertSteps(
        engine, "none", "verify", "process", "setup", "handle", "finish handler", "finish after 0");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aHandlerThatThrowsIsFinishedAllTheSame(AnyEngine engine) throws Exception {
    assertSteps(
        engine,
        "handle",
        "verify",
        "process",
        "setup",
        "handle",
        "finish handler",
        "error: handle",
        "finish after 0");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aHandlerWhoseSetupThrowsIsNotFinished(AnyEngine engine) throws Exception {
    assertSteps(engine, "setup", "verify", "process", "setup", "error: setup", "finish after 0");
  }

  @ParameterizedTest
  @EnumSource
  void anErrorEndsItsOwnConversationOnly(Engines engine) throws IOException {
    var hooks = new ToldHooks();
    try (var server = echo(engine).handler(Handlers.Throwing::new).hooks(hooks).start()) {
      for (int i = 0; i < 3; i++) {
        try (Peer peer = Peer.of(server)) {
          assertThat(peer.send("x").receiveAll()).isEmpty();
        }
      }
      assertThat(server.counts().failed()).isEqualTo(3);
      assertThat(hooks.told).contains("error: as it was told to");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aClientSilentForTooLongIsLetGo(AnyEngine engine) throws Exception {
    var hooks = new ToldHooks();
    try (var server = echo(engine).hooks(hooks).idleTimeout(Duration.ofMillis(50)).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(hooks.untilFinished())
          .containsExactly("verify", "process", "time-out", "finish after 0");
      assertThat(server.counts().timedOut()).isEqualTo(1);
    }
  }

  @Test
  void aServerWithoutAHandlerSaysWhatIsMissing() {
    assertThatThrownBy(() -> TcpServer.at(Peer.ANY_PORT).open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("handler(");
  }
}
