package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class UdpServerTest {
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(20);

  private static UdpServer start(Engines engine, Supplier<? extends DatagramRequestHandler> handler)
      throws IOException {
    return start(engine, Peer.ANY_PORT, handler, new ServerHooks<>() {});
  }

  private static UdpServer start(
      Engines engine,
      InetSocketAddress at,
      Supplier<? extends DatagramRequestHandler> handler,
      ServerHooks<DatagramRequest> hooks)
      throws IOException {
    return UdpServer.at(at)
        .engine(engine.engine())
        .drainTimeout(DRAIN_TIMEOUT)
        .handler(handler)
        .hooks(hooks)
        .start();
  }

  @ParameterizedTest
  @EnumSource
  void eachDatagramIsAnsweredAlsoAnEmptyOne(Engines engine) throws IOException {
    try (var server = start(engine, Handlers.DatagramEcho::new);
        var peer = new DatagramPeer(server.address())) {
      peer.send("hello");
      assertThat(peer.receive()).isEqualTo("hello");
      peer.send("");
      assertThat(peer.receive()).isEmpty();
      peer.send("x".repeat(65_507));
      assertThat(peer.receive()).hasSize(65_507);
    }
  }

  /** Puts one byte before what it got. */
  private static final class Longer extends DatagramRequestHandler {
    @Override
    protected void handle() throws IOException {
      out().write('+');
      out().write(data());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatIsTooLongIsCountedAndTheNextIsSent(Engines engine) throws Exception {
    var errors = new ArrayBlockingQueue<Throwable>(10);
    var hooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public void handleError(DatagramRequest request, Throwable error) {
            errors.add(error);
          }
        };
    try (var server = start(engine, Peer.ANY_PORT, Longer::new, hooks);
        var peer = new DatagramPeer(server.address())) {
      peer.send("x".repeat(65_506));
      assertThat(peer.receive()).hasSize(65_507);
      peer.send("x".repeat(65_507));
      peer.send("y");
      assertThat(peer.receive()).isEqualTo("+y");
      assertThat(errors.poll(10, TimeUnit.SECONDS))
          .isInstanceOf(AnswerTooLongException.class)
          .hasMessageContaining("65508");
      assertThat(server.counts().tooLong()).isEqualTo(1);
      assertThat(server.counts().failed()).isZero();
    }
  }

  /** Writes, then fails. */
  private static final class Failing extends DatagramRequestHandler {
    @Override
    protected void handle() throws IOException {
      out().write(data());
      if (data().length == 1) {
        throw new IOException("half way");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfAnAnswerIsNotSent(Engines engine) throws IOException {
    try (var server = start(engine, Failing::new);
        var peer = new DatagramPeer(server.address())) {
      peer.send("1");
      peer.send("22");
      assertThat(peer.receive()).isEqualTo("22");
    }
  }

  private static final class Told implements ServerHooks<DatagramRequest> {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void serviceActions() {
      told.add("service");
    }

    @Override
    public boolean verifyRequest(DatagramRequest request) {
      told.add("verify");
      return request.length() < 3;
    }

    @Override
    public void processRequest(DatagramRequest request) {
      told.add("process");
    }

    @Override
    public void handleError(DatagramRequest request, Throwable error) {
      told.add("error: " + error.getMessage());
    }

    @Override
    public void finishRequest(DatagramRequest request) {
      told.add("finish");
    }

    List<String> next(int count) throws InterruptedException {
      return ToldHooks.next(told, count);
    }
  }

  private static void failing(DatagramRequest request) throws IOException {
    if (request.length() == 1) {
      throw new IOException("half way");
    }
    request.reply(ByteBuffer.wrap(request.data()));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"THREADS", "VIRTUAL"}) // Which tell of them at once.
  void hooksAreToldInOrderOfAnAnswerARefusalAndAFailure(Engines engine) throws Exception {
    var hooks = new Told();
    try (var server =
            UdpServer.at(Peer.ANY_PORT)
                .exchange(UdpServerTest::failing)
                .engine(engine.engine())
                .hooks(hooks)
                .start();
        var peer = new DatagramPeer(server.address())) {
      peer.send("22");
      assertThat(hooks.next(5))
          .containsExactly("service", "verify", "process", "finish", "service");
      peer.send("333");
      assertThat(hooks.next(2)).containsExactly("verify", "service");
      peer.send("1");
      assertThat(hooks.next(5))
          .containsExactly("verify", "process", "error: half way", "finish", "service");
      assertThat(server.counts()).hasToString("taken 3, refused 1, failed 1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerComesFromTheAddressThatWasAsked(Engines engine) throws IOException {
    for (String any : new String[] {"0.0.0.0", "::"}) {
      var at = new InetSocketAddress(InetAddress.ofLiteral(any), 0);
      if (engine == Engines.LOOP_ON_NIO) { // The JDK does not tell which was asked.
        assertThatThrownBy(
                () -> start(engine, at, Handlers.DatagramEcho::new, new ServerHooks<>() {}))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("ancillary data");
        continue;
      }
      try (var server = start(engine, at, Handlers.DatagramEcho::new, new ServerHooks<>() {})) {
        assertThat(server.address()).isInstanceOf(InetSocketAddress.class);
        int port = server.address().getPort();
        var second = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), port);
        try (var peer = new DatagramPeer(second)) {
          peer.send("x");
          assertThat(peer.receive()).isEqualTo("x");
          assertThat(peer.lastSource()).isEqualTo(second);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void datagramsThatHaveArrivedWhenItStopsAreStillAnswered(Engines engine) throws Exception {
    int count = 150;
    var go = new CountDownLatch(1);
    var hooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public boolean verifyRequest(DatagramRequest request) {
            try {
              return go.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              return false;
            }
          }
        };
    try (var server = start(engine, Peer.ANY_PORT, Handlers.DatagramEcho::new, hooks);
        var peer = new DatagramPeer(server.address())) {
      for (int i = 0; i < count; i++) {
        peer.send("" + i);
      }
      server.shutdown();
      go.countDown();
      var answers = new HashSet<String>();
      for (int i = 0; i < count; i++) {
        answers.add(peer.receive());
      }
      assertThat(answers).hasSize(count);
      assertThat(server.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }
  }
}
