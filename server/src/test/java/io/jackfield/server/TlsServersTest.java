package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsStream;
import io.jackfield.tls.TlsTrust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers under TLS, on what waits and on what does not. */
@Timeout(30)
final class TlsServersTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private static Path folder;

  /**
   * What runs the conversations.
   *
   * @param waits whether a handler does that waits, or rules that an event loop follows itself
   */
  record Runner(AnyEngine engine, boolean waits) {}

  static Stream<Runner> runners() {
    return AnyEngine.all()
        .flatMap(engine -> Stream.of(new Runner(engine, true), new Runner(engine, false)))
        .filter(runner -> runner.engine().isHere() || !runner.waits());
  }

  private static Certificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.in(folder);
  }

  /** Chunk by chunk, in two writes each. */
  private static final class Marked implements Exchange {
    private static final byte[] MARK = {'>'};

    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      answer.write(MARK);
      answer.write(chunk);
      return Next.MORE;
    }
  }

  private static TcpServer start(
      Runner runner, LinkedBlockingQueue<String> told, Duration handshakeTimeout)
      throws IOException {
    ServerHooks<StreamRequest> hooks =
        new ServerHooks<>() {
          @Override
          public void handleError(StreamRequest request, Throwable error) {
            told.add(String.valueOf(error.getMessage()));
          }
        };
    StreamServerBuilder<TcpServer> builder =
        TcpServer.at(Peer.ANY_PORT)
            .engine(runner.engine().engine())
            .tls(certificate.server())
            .handshakeTimeout(handshakeTimeout)
            .hooks(hooks);
    return runner.waits()
        ? builder.handler(ExchangeHandler.of(Marked::new)).start()
        : builder.exchange(Marked.class, Map.of()).start();
  }

  @ParameterizedTest
  @MethodSource("runners")
  void whoDoesNotShakeHandsInTimeIsLetGo(Runner runner) throws Exception {
    var told = new LinkedBlockingQueue<String>();
    try (TcpServer server = start(runner, told, Duration.ofMillis(100));
        Peer silent = Peer.of(server)) {
      assertThat(told.take()).contains("handshake");
      assertThat(server.counts().failed()).isEqualTo(1);
      assertThat(silent.socket().isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("runners")
  void whoOnlyLooksWhetherSomebodyListensHasFailedAtNothing(Runner runner) throws Exception {
    var told = new LinkedBlockingQueue<String>();
    try (TcpServer server = start(runner, told, SOON)) {
      try (Peer peer = Peer.of(server)) {
        assertThat(peer.end().receiveAll()).isEmpty();
      }
      assertThat(server.counts().failed()).isZero();
      assertThat(told).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("runners")
  void whatIsUnansweredWhenItStopsIsAnsweredUnderTls(Runner runner) throws Exception {
    var told = new LinkedBlockingQueue<String>();
    TlsClientConfig trusting =
        TlsClientConfig.builder().trust(TlsTrust.pem(certificate.chain())).build();
    TcpServer server = start(runner, told, SOON);
    try (server;
        var stream =
            new TlsStream(
                SocketChannel.open(server.address()), trusting.newSession("localhost", 1))) {
      stream.handshake();
      stream.write(ByteBuffer.wrap(new byte[] {'a'}));
      var in = ByteBuffer.allocate(10);
      assertThat(stream.read(in)).isEqualTo(2);
      stream.write(ByteBuffer.wrap(new byte[] {'b'}));
      server.shutdown();
      assertThat(stream.read(in)).isEqualTo(2);
      assertThat(stream.read(in)).isEqualTo(-1);
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(told).isEmpty();
    }
  }
}
