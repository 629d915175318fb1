package io.jackfield.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a slow or greedy client may not do, on every engine, to handlers and to exchanges. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LimitsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int MUCH = 12 << 20;

  /** How a conversation is written. */
  record Form(AnyEngine engine, boolean isExchange) {}

  /** A worker process runs an exchange as it does a handler; processes take a while to start. */
  static Stream<Form> forms() {
    return AnyEngine.all()
        .flatMap(engine -> Stream.of(new Form(engine, true), new Form(engine, false)))
        .filter(form -> form.engine().isHere() || !form.isExchange());
  }

  /** Lines are sent back; {@code much} is answered with much. */
  private static final class Lines implements Exchange {
    private boolean midway;

    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      String said = US_ASCII.decode(chunk.duplicate()).toString();
      midway = !said.endsWith("\n");
      answer.write(said.equals("much\n") ? ByteBuffer.allocate(MUCH) : chunk);
      return Next.MORE;
    }

    @Override
    public boolean isMidway() {
      return midway;
    }
  }

  private static final class LineHandler extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      for (byte[] line; (line = in().readLine()) != null; ) {
        out().write(new String(line, US_ASCII).equals("much\n") ? new byte[MUCH] : line);
      }
    }
  }

  private static TcpServer start(Form form, Limits.Builder limits) throws IOException {
    StreamServerBuilder<TcpServer> builder =
        TcpServer.at(Peer.ANY_PORT)
            .engine(form.engine().engine())
            .limits(limits.build())
            .drainTimeout(SHORT);
    return form.isExchange()
        ? builder.exchange(Lines.class, Map.of()).start()
        : builder.handler(LineHandler.class).start();
  }

  /** Waits until it has let somebody go for being slow. */
  private static void awaitTimeout(TcpServer server) {
    while (server.counts().timedOut() == 0) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whoSaysNothingAtFirst(Form form) throws Exception {
    try (var server = start(form, Limits.builder().firstByteTimeout(SHORT));
        Peer peer = Peer.of(server)) {
      assertThat(peer.receiveAll()).isEmpty();
      awaitTimeout(server);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whoSaysSomethingAndThenNothing(Form form) throws Exception {
    try (var server = start(form, Limits.builder().idleTimeout(SHORT));
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("x\n").receiveAll()).isEqualTo("x\n");
      awaitTimeout(server);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whoSaysAsMuchAsItMayIsAnsweredAndWhoSaysMoreIsUpToThere(Form form) throws Exception {
    try (var server = start(form, Limits.builder().requestBytes(8))) {
      try (Peer exact = Peer.of(server)) {
        assertThat(exact.send("123\n").receive(4)).isEqualTo("123\n");
        assertThat(exact.send("456\n").end().receiveAll()).isEqualTo("456\n");
      }
      assertThat(server.counts().failed()).isZero();
      try (Peer one = Peer.of(server)) {
        assertThat(one.send("123\n456\n7").receiveAll()).isEqualTo("123\n456\n");
      }
      try (Peer two = Peer.of(server)) {
        assertThat(two.send("123\n").receive(4)).isEqualTo("123\n");
        assertThat(two.send("456\n").receive(4)).isEqualTo("456\n");
        assertThat(two.send("7").receiveAll()).isEmpty();
      }
      while (server.counts().failed() < 2) {
        Thread.onSpinWait();
      }
    }
  }

  /** Each byte comes well before silence would be over: slow-loris. */
  @ParameterizedTest
  @MethodSource("forms")
  void whoNeverFinishesAMessage(Form form) throws Exception {
    Limits.Builder limits = Limits.builder().messageTimeout(SHORT).minimumRate(1_000_000);
    try (var server = start(form, limits);
        Peer peer = Peer.of(server)) {
      var never = new CountDownLatch(1);
      while (server.counts().timedOut() == 0) {
        try {
          peer.send("x");
        } catch (IOException e) {
          break; // It is over, and counted at once or soon.
        }
        assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse(); // As slow as it must be.
      }
      awaitTimeout(server);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whoFinishesItInTimeIsServedAndHasItsTimeAgain(Form form) throws Exception {
    try (var server = start(form, Limits.builder().messageTimeout(Duration.ofSeconds(30)));
        Peer peer = Peer.of(server)) {
      for (int i = 0; i < 3; i++) {
        assertThat(peer.send("half").send(" a line\n").receive(12)).isEqualTo("half a line\n");
      }
      assertThat(server.counts().timedOut()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whoTalksForTooLong(Form form) throws Exception {
    try (var server = start(form, Limits.builder().totalTimeout(SHORT));
        Peer peer = Peer.of(server)) {
      try {
        while (server.counts().timedOut() == 0) {
          peer.send("x\n").receive(2);
        }
      } catch (IOException e) {
        // It is over, and counted at once or soon.
      }
      awaitTimeout(server);
    }
  }

  /** Something is taken all the time, so that it is no silence. */
  @ParameterizedTest
  @MethodSource("forms")
  void whoTakesWhatIsSentTooSlowly(Form form) throws Exception {
    Limits.Builder limits =
        Limits.builder().idleTimeout(Duration.ofMillis(300)).minimumRate(Integer.MAX_VALUE);
    try (var server = start(form, limits);
        Peer peer = Peer.of(server)) {
      peer.send("much\n");
      var never = new CountDownLatch(1);
      while (server.counts().timedOut() == 0) {
        try {
          peer.receive(20_000);
        } catch (IOException e) {
          break;
        }
        assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse(); // As slow as it must be.
      }
      awaitTimeout(server);
    }
  }

  /** What it goes on saying is not even thrown away: it would not read a last word. */
  @ParameterizedTest
  @EnumSource
  void whoTakesNothingIsNotListenedToAnyMore(Engines engine) throws Exception {
    var form = new Form(AnyEngine.of(engine), true);
    try (var server = start(form, Limits.builder().idleTimeout(SHORT));
        Peer peer = Peer.of(server)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  peer.socket().getOutputStream().write(new byte[256 << 10]);
                }
              })
          .isInstanceOf(IOException.class);
      awaitTimeout(server);
    }
  }

  @ParameterizedTest
  @MethodSource("io.jackfield.server.AnyEngine#concurrent")
  void moreConnectionsThanMayBeOpen(AnyEngine engine) throws Exception {
    var form = new Form(engine, false);
    try (var server = start(form, Limits.builder().connections(2));
        Peer first = Peer.of(server);
        Peer second = Peer.of(server)) {
      assertThat(first.send("1\n").receive(2)).isEqualTo("1\n");
      assertThat(second.send("2\n").receive(2)).isEqualTo("2\n");
      try (Peer third = Peer.of(server)) {
        assertThat(third.receiveAll()).isEmpty();
      }
      assertThat(server.counts().overloaded()).isEqualTo(1);
      assertThat(first.end().receiveAll()).isEmpty();
      while (!isServed(server)) {
        Thread.onSpinWait(); // The first has not quite left.
      }
    }
  }

  /** Who is not is closed, and reset where what it said was not read. */
  private static boolean isServed(TcpServer server) {
    try (Peer peer = Peer.of(server)) {
      return peer.send("4\n").receive(2).equals("4\n");
    } catch (IOException e) {
      return false;
    }
  }

  /** Answers each line with so many bytes at once. */
  private record Talks(int bytes) implements Exchange {
    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      answer.write(ByteBuffer.allocate(bytes));
      return Next.MORE;
    }
  }

  private static final int BUFFER = 65_536;

  private static TcpServer talking(Engines engine, int bytes, ToldHooks hooks) throws IOException {
    return TcpServer.at(Peer.ANY_PORT)
        .engine(engine.engine())
        .limits(Limits.builder().writeBufferBytes(BUFFER).build())
        .hooks(hooks)
        .exchange(() -> new Talks(bytes))
        .start();
  }

  @ParameterizedTest
  @EnumSource
  void asMuchMayWaitAsTheWriteBufferHas(Engines engine) throws Exception {
    try (var server = talking(engine, BUFFER, new ToldHooks());
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("x").end().receiveAll()).hasSize(BUFFER);
      assertThat(server.counts().failed()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = Engines.LOOPS, mode = EnumSource.Mode.MATCH_ANY)
  void oneByteMoreEndsTheConversationInOrder(Engines engine) throws Exception {
    var hooks = new ToldHooks();
    try (var server = talking(engine, BUFFER + 1, hooks);
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("x").receiveAll()).isEmpty();
      peer.socket().close();
      assertThat(hooks.untilFinished())
          .anyMatch(step -> step.startsWith("error: 0 bytes wait to be sent and 65537 more"));
      assertThat(server.counts().failed()).isEqualTo(1);
    }
  }

  /** A handler, or what runs an exchange, waits until the client has taken it. */
  @ParameterizedTest
  @EnumSource(names = Engines.LOOPS, mode = EnumSource.Mode.MATCH_NONE)
  void whoWaitsForTheClientNeedsNoBuffer(Engines engine) throws Exception {
    try (var server = talking(engine, 100 * BUFFER, new ToldHooks());
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("x").end().receiveAll()).hasSize(100 * BUFFER);
    }
  }

  @ParameterizedTest
  @MethodSource("io.jackfield.server.AnyEngine#all")
  void aLineThatIsTooLong(AnyEngine engine) throws Exception {
    var form = new Form(engine, false);
    try (var server = start(form, Limits.builder().lineBytes(8))) {
      try (Peer peer = Peer.of(server)) {
        assertThat(peer.send("1234567\n").receive(8)).isEqualTo("1234567\n");
        assertThat(peer.send("12345678\n").receiveAll()).isEmpty();
      }
      while (server.counts().failed() == 0) {
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void limitsThatMakeNoSenseAreRefused(int limit) {
    var seconds = Duration.ofSeconds(limit);
    for (Limits.Builder wrong :
        new Limits.Builder[] {
          Limits.builder().connections(limit),
          Limits.builder().connectionsPerAddress(limit),
          Limits.builder().backlog(limit),
          Limits.builder().minimumRate(limit),
          Limits.builder().requestBytes(limit),
          Limits.builder().lineBytes(limit),
          Limits.builder().writeBufferBytes(limit),
          Limits.builder().writeBufferBytes(BUFFER - 1 + limit),
          Limits.builder().firstByteTimeout(seconds),
          Limits.builder().idleTimeout(seconds),
          Limits.builder().messageTimeout(seconds),
          Limits.builder().totalTimeout(seconds)
        }) {
      assertThatThrownBy(wrong::build).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsChangedKeepsTheRest() {
    assertThat(Limits.DEFAULTS.change().build()).isEqualTo(Limits.DEFAULTS);
  }
}
