package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.server.DatagramKind.Client;
import io.jackfield.server.DatagramKind.Served;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protocols of the reactor, as rules of every server of datagrams on every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramProtocolServersTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private static Path folder;

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** With protocols that share objects with the test; a worker's is in ProcessDatagramsTest. */
  static List<Served> served() {
    return DatagramKind.onAllEngines().filter(one -> one.engine().isHere()).toList();
  }

  /** Sends back what it gets; {@code later} a little later. */
  private final class Echo implements DatagramProtocol {
    private @Nullable DatagramTransport transport;

    @Override
    public void bound(DatagramTransport made) {
      transport = made;
      told.add("bound");
    }

    @Override
    public void datagramReceived(ByteBuffer data, @Nullable SocketAddress from) {
      String text = UTF_8.decode(data).toString();
      told.add(text);
      DatagramTransport to = transport;
      if (text.equals("!") || to == null || from == null) {
        throw new IllegalStateException("as it was told to");
      }
      ByteBuffer answer = ByteBuffer.wrap(text.getBytes(UTF_8));
      if (text.equals("later")) {
        to.reactor().callLater(Duration.ofMillis(20), () -> to.send(answer, from));
      } else {
        var _ = to.send(answer, from);
      }
    }

    @Override
    public void stopped(LossReason reason) {
      told.add("stopped " + reason);
    }
  }

  private DatagramServerBuilder<? extends BaseServer> anywhere(Served served) throws IOException {
    return DatagramKind.at(served.kind().anyAddress(folder))
        .engine(served.engine().engine())
        .protocol(Echo::new);
  }

  private List<String> next(int count) throws InterruptedException {
    return ToldHooks.next(told, count);
  }

  @ParameterizedTest
  @MethodSource("served")
  void itIsToldWhatHappensInOrder(Served served) throws Exception {
    try (var server = anywhere(served).start()) {
      try (Client client = served.kind().connect(server.address(), folder)) {
        for (String text : List.of("one", "later", "x".repeat(30_000))) {
          client.send(text);
          assertThat(client.receive()).isEqualTo(text);
        }
      }
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(next(5))
          .containsExactly("bound", "one", "later", "x".repeat(30_000), "stopped Done[]");
      assertThat(server.counts().taken()).isEqualTo(3);
      assertThat(server.counts().failed()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whatItThrowsAtOneIsThatOnesFailure(Served served) throws Exception {
    var errors = new LinkedBlockingQueue<String>();
    var hooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public boolean verifyRequest(DatagramRequest request) {
            return request.length() < 10;
          }

          @Override
          public void handleError(DatagramRequest request, Throwable error) {
            errors.add(request.length() + " " + error.getMessage());
          }
        };
    try (var server = anywhere(served).hooks(hooks).start();
        Client client = served.kind().connect(server.address(), folder)) {
      client.send("refused by the hooks");
      client.send("!");
      client.send("next");
      assertThat(client.receive()).isEqualTo("next");
      assertThat(errors.take()).isEqualTo("1 as it was told to");
      assertThat(next(3)).containsExactly("bound", "!", "next");
      assertThat(server.counts().failed()).isEqualTo(1);
      assertThat(server.counts().refused()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whatHadArrivedWhenItStopsIsStillTold(Served served) throws Exception {
    BaseServer server = anywhere(served).open();
    try (Client client = served.kind().connect(server.address(), folder)) {
      for (int i = 0; i < 8; i++) {
        client.send("early " + i);
      }
      server.shutdown();
      server.serveForever();
      assertThat(server.awaitEnd(SOON)).isTrue();
      for (int i = 0; i < 8; i++) {
        assertThat(client.receive()).isEqualTo("early " + i);
      }
      assertThat(told).endsWith("early 7", "stopped Done[]");
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void singleRequestsAreHandledAsWell(Served served) throws Exception {
    try (var server = anywhere(served).open();
        Client client = served.kind().connect(server.address(), folder)) {
      client.send("one");
      assertThat(server.handleRequest()).isTrue();
      assertThat(client.receive()).isEqualTo("one");
    }
  }
}
