package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsIdentity;
import io.jackfield.tls.TlsServerConfig;
import io.jackfield.tls.TlsStream;
import io.jackfield.tls.TlsTrust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers under TLS, on what waits and on what does not. */
@Timeout(30)
final class TlsServersTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private static Path folder;

  /** What runs the conversations. */
  enum Runner {
    VIRTUAL,
    LOOP
  }

  @BeforeAll
  static void makeCertificate() throws Exception {
    String arguments =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
            + " -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem"
            + " -out cert.pem";
    Process openssl =
        new ProcessBuilder(arguments.split(" ", -1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(openssl.waitFor()).as(said).isZero();
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

  private static Server start(
      Runner runner, LinkedBlockingQueue<String> told, Duration handshakeTimeout)
      throws IOException {
    ServerHooks<StreamRequest> hooks =
        new ServerHooks<>() {
          @Override
          public void handleError(StreamRequest request, Throwable error) {
            told.add(String.valueOf(error.getMessage()));
          }
        };
    TlsServerConfig config =
        TlsServerConfig.builder(
                TlsIdentity.pem(folder.resolve("cert.pem"), folder.resolve("key.pem")))
            .build();
    return switch (runner) {
      case VIRTUAL ->
          TcpServer.at(Peer.ANY_PORT)
              .handler(ExchangeHandler.of(Marked::new))
              .tls(config)
              .handshakeTimeout(handshakeTimeout)
              .hooks(hooks)
              .start();
      case LOOP ->
          LoopServer.at(Peer.ANY_PORT)
              .exchange(Marked::new)
              .tls(config)
              .handshakeTimeout(handshakeTimeout)
              .hooks(hooks)
              .start();
    };
  }

  @ParameterizedTest
  @EnumSource
  void whoDoesNotShakeHandsInTimeIsLetGo(Runner runner) throws Exception {
    var told = new LinkedBlockingQueue<String>();
    try (Server server = start(runner, told, Duration.ofMillis(100));
        Peer silent = Peer.of(server)) {
      assertThat(told.take()).contains("handshake");
      assertThat(server.counts().failed()).isEqualTo(1);
      assertThat(silent.socket().isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoOnlyLooksWhetherSomebodyListensHasFailedAtNothing(Runner runner) throws Exception {
    var told = new LinkedBlockingQueue<String>();
    try (Server server = start(runner, told, SOON)) {
      try (Peer peer = Peer.of(server)) {
        assertThat(peer.end().receiveAll()).isEmpty();
      }
      assertThat(server.counts().failed()).isZero();
      assertThat(told).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsUnansweredWhenItStopsIsAnsweredUnderTls(Runner runner) throws Exception {
    var told = new LinkedBlockingQueue<String>();
    TlsClientConfig trusting =
        TlsClientConfig.builder().trust(TlsTrust.pem(folder.resolve("cert.pem"))).build();
    Server server = start(runner, told, SOON);
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
