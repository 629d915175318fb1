package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users' code may do wrong, and what must go on all the same. */
@Timeout(30)
final class RobustnessTest {
  private static StreamServerBuilder<TcpServer> server(Engines engine) {
    return TcpServer.at(Peer.ANY_PORT).handler(Handlers.Echo::new).engine(engine.engine());
  }

  /** Every hook fails, but the one that is asked whether to answer. */
  private static final class Failing implements ServerHooks<StreamRequest> {
    @Override
    public void processRequest(StreamRequest request) {
      throw new AssertionError("process");
    }

    @Override
    public void finishRequest(StreamRequest request) {
      throw new AssertionError("finish");
    }

    @Override
    public void handleError(StreamRequest request, Throwable error) {
      throw new AssertionError("error");
    }

    @Override
    public void serviceActions() {
      throw new AssertionError("service");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerOutlivesItsHooks(Engines engine) throws IOException {
    try (var server = server(engine).hooks(new Failing()).start()) {
      for (int i = 0; i < 3; i++) {
        try (Peer peer = Peer.of(server)) {
          assertThat(peer.send("hello").end().receiveAll()).isEqualTo("hello");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHookThatFailsToSayYesSaysNo(Engines engine) throws IOException {
    var hooks =
        new ServerHooks<StreamRequest>() {
          @Override
          public boolean verifyRequest(StreamRequest request) {
            throw new AssertionError("verify");
          }
        };
    try (var server = server(engine).hooks(hooks).start()) {
      for (int i = 0; i < 3; i++) {
        try (Peer peer = Peer.of(server)) {
          assertThat(peer.receiveAll()).isEmpty();
        }
      }
    }
  }

  @Timeout(5)
  @ParameterizedTest
  @EnumSource
  void refusedClientsHoldUpNobody(Engines engine) throws Exception {
    var verified = new AtomicBoolean();
    var hooks =
        new ServerHooks<StreamRequest>() {
          @Override
          public boolean verifyRequest(StreamRequest request) {
            return verified.get();
          }
        };
    try (var server = server(engine).hooks(hooks).open()) {
      var refused = new Peer[5];
      for (int i = 0; i < refused.length; i++) {
        refused[i] = Peer.of(server).send("never read");
      }
      var handled = new CountDownLatch(1);
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < refused.length; i++) {
              assertThat(server.handleRequest()).isTrue();
            }
            verified.set(true);
            handled.countDown();
            server.serveForever();
          });
      handled.await();
      try (Peer peer = Peer.of(server)) {
        assertThat(peer.send("x").receive(1)).isEqualTo("x");
      }
      assertThat(server.counts().refused()).isEqualTo(refused.length);
      for (Peer peer : refused) {
        peer.socket().close();
      }
    }
  }

  private static final class AsksElsewhere extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      out().write("sorry".getBytes(StandardCharsets.US_ASCII));
      throw new SocketTimeoutException("the database did not answer");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimeOutOfTheHandlersOwnIsAFailureAndWhatItWroteArrives(Engines engine) throws Exception {
    try (var server = server(engine).handler(AsksElsewhere::new).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.receiveAll()).isEqualTo("sorry");
      server.shutdown();
      assertThat(server.awaitEnd(Duration.ofSeconds(10))).isTrue();
      assertThat(server.counts().failed()).isEqualTo(1);
      assertThat(server.counts().timedOut()).isZero();
    }
  }

  private static final class LeavesInterrupted extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      out().write('x');
      out().flush();
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatLeavesItsThreadInterruptedHarmsNobodyElse(Engines engine) throws IOException {
    try (var server = server(engine).handler(LeavesInterrupted::new).start()) {
      for (int i = 0; i < 3; i++) {
        try (Peer peer = Peer.of(server)) {
          assertThat(peer.receive(1)).isEqualTo("x");
        }
      }
    }
  }

  private static final class ReadsThroughAReader extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      String line;
      try (var reader = new BufferedReader(new InputStreamReader(in(), StandardCharsets.UTF_8))) {
        line = reader.readLine();
      }
      out().write(line.getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingTheInputDoesNotEndTheConversation(Engines engine) throws IOException {
    try (var server = server(engine).handler(ReadsThroughAReader::new).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("hello\n").receiveAll()).isEqualTo("hello");
    }
  }

  private static final class SendsMuch extends StreamRequestHandler {
    static final int BYTES = 8 << 20;

    @Override
    protected void handle() throws IOException {
      out().write(new byte[BYTES]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatReadsSlowlyIsNotSilent(Engines engine) throws Exception {
    Duration idle = Duration.ofMillis(400);
    try (var server = server(engine).handler(SendsMuch::new).idleTimeout(idle).start();
        Peer peer = Peer.of(server)) {
      var never = new CountDownLatch(1);
      byte[] part = new byte[1 << 20];
      int received = 0;
      for (int read;
          (read = peer.socket().getInputStream().readNBytes(part, 0, part.length)) > 0; ) {
        received += read;
        assertThat(never.await(120, TimeUnit.MILLISECONDS)).isFalse(); // As slow as a slow network.
      }
      assertThat(received).isEqualTo(SendsMuch.BYTES);
    }
  }

  private static final class Sleeps extends StreamRequestHandler {
    private final CountDownLatch begun;

    Sleeps(CountDownLatch begun) {
      this.begun = begun;
    }

    @Override
    protected void handle() throws Exception {
      begun.countDown();
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aShutdownAtTheLimitEndsTheServingThreadToo() throws Exception {
    var begun = new CountDownLatch(1);
    var server =
        server(Engines.VIRTUAL)
            .engine(Engine.virtualThreads(1))
            .handler(() -> new Sleeps(begun))
            .drainTimeout(Duration.ofMillis(100))
            .open();
    Thread serving = Thread.ofPlatform().start(server::serveForever);
    try (Peer first = Peer.of(server);
        Peer second = Peer.of(server)) {
      begun.await();
      while (server.counts().taken() < 2) {
        Thread.onSpinWait();
      }
      server.shutdown();
      assertThat(server.awaitEnd(Duration.ofSeconds(10))).isTrue();
      assertThat(serving.join(Duration.ofSeconds(10))).isTrue();
      assertThat(first.socket().isConnected()).isTrue();
      assertThat(second.receiveAll()).isEmpty();
    }
  }

  @Test
  void timeOutsThatMakeNoSenseAreRefused() {
    var builder = TcpServer.at(Peer.ANY_PORT);
    assertThatThrownBy(() -> builder.idleTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.idleTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.drainTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDrainWithoutEndIsAYearAtMost() throws IOException {
    try (var server =
        server(Engines.VIRTUAL).drainTimeout(Duration.ofSeconds(Long.MAX_VALUE)).start()) {
      assertThat(server.counts().taken()).isZero();
    }
  }
}
