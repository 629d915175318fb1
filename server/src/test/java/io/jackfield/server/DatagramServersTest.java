package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.server.DatagramKind.Client;
import io.jackfield.server.DatagramKind.Served;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every server of datagrams on every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramServersTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private static Path folder;

  static List<Served> served() {
    return DatagramKind.onAllEngines().toList();
  }

  /** With handlers that share objects with the test. */
  static List<Served> here() {
    return DatagramKind.onAllEngines().filter(one -> one.engine().isHere()).toList();
  }

  static List<Served> concurrent() {
    return here().stream().filter(one -> one.engine().isConcurrent()).toList();
  }

  private static DatagramServerBuilder<? extends BaseServer> at(
      SocketAddress address, Served served) {
    return DatagramKind.at(address)
        .engine(served.engine().engine())
        .handler(Handlers.DatagramEcho.class);
  }

  private static DatagramServerBuilder<? extends BaseServer> anywhere(Served served)
      throws IOException {
    return at(served.kind().anyAddress(folder), served);
  }

  private static Client connect(Served served, BaseServer server) throws IOException {
    return served.kind().connect(server.address(), folder);
  }

  @ParameterizedTest
  @MethodSource("served")
  void eachIsAnsweredAlsoAnEmptyOne(Served served) throws Exception {
    try (var server = anywhere(served).start();
        Client client = connect(served, server)) {
      for (String text : List.of("one", "", "x".repeat(8_000))) {
        client.send(text);
        assertThat(client.receive()).isEqualTo(text);
      }
    }
  }

  static final class Twice implements DatagramExchange {
    @Override
    public void received(DatagramRequest request) throws IOException {
      request.reply(ByteBuffer.wrap(request.data()));
      request.reply(ByteBuffer.wrap(request.data()), ByteBuffer.wrap(request.data()));
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void rulesThatDoNotWaitAnswerThemToo(Served served) throws Exception {
    try (var server = anywhere(served).exchange(Twice.class, Map.of()).start();
        Client client = connect(served, server)) {
      client.send("ab");
      assertThat(client.receive()).isEqualTo("ab");
      assertThat(client.receive()).isEqualTo("abab");
    }
  }

  /** Throws for {@code !}, waits for good for {@code ?}, closes the server for {@code .}. */
  private static final class Moody extends DatagramRequestHandler {
    private final CountDownLatch begun;
    private final CountDownLatch interrupted;
    private final SynchronousQueue<BaseServer> server;

    Moody(CountDownLatch begun, CountDownLatch interrupted, SynchronousQueue<BaseServer> server) {
      this.begun = begun;
      this.interrupted = interrupted;
      this.server = server;
    }

    @Override
    protected void handle() throws IOException {
      try {
        switch (new String(data(), java.nio.charset.StandardCharsets.US_ASCII)) {
          case "!" -> throw new IllegalStateException("as it was told to");
          case "?" -> {
            begun.countDown();
            new CountDownLatch(1).await();
          }
          case "." -> server.take().close();
          default -> {}
        }
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      out().write(data());
    }
  }

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final SynchronousQueue<BaseServer> handOver = new SynchronousQueue<>();

  private Moody moody() {
    return new Moody(begun, interrupted, handOver);
  }

  @ParameterizedTest
  @MethodSource("here")
  void aHandlerThatThrowsFailsItsOwnRequest(Served served) throws Exception {
    var errors = new LinkedBlockingQueue<String>();
    var hooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public void handleError(DatagramRequest request, Throwable error) {
            errors.add(request.length() + " " + error.getMessage());
          }
        };
    try (var server = anywhere(served).handler(this::moody).hooks(hooks).start();
        Client client = connect(served, server)) {
      client.send("!");
      client.send("next");
      assertThat(client.receive()).isEqualTo("next");
      assertThat(errors.take()).isEqualTo("1 as it was told to");
      assertThat(server.counts().failed()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("here")
  void aHandlerThatNeverReturnsIsInterruptedWhenTheTimeToDrainIsUp(Served served) throws Exception {
    try (var server = anywhere(served).handler(this::moody).drainTimeout(SHORT).start();
        Client client = connect(served, server)) {
      client.send("?");
      begun.await();
      server.shutdown();
      interrupted.await();
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("concurrent")
  void aHandlerThatWaitsHoldsUpNobody(Served served) throws Exception {
    try (var server = anywhere(served).handler(this::moody).drainTimeout(SHORT).start();
        Client client = connect(served, server)) {
      client.send("?");
      begun.await();
      client.send("next");
      assertThat(client.receive()).isEqualTo("next");
    }
  }

  @ParameterizedTest
  @MethodSource("here")
  void aHandlerMayCloseItsOwnServer(Served served) throws Exception {
    try (var server = anywhere(served).handler(this::moody).start();
        Client client = connect(served, server)) {
      client.send(".");
      handOver.put(server);
      assertThat(client.receive()).isEqualTo(".");
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whoIsRefusedIsNotAnswered(Served served) throws Exception {
    var hooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public boolean verifyRequest(DatagramRequest request) {
            return request.length() > 1;
          }
        };
    try (var server = anywhere(served).hooks(hooks).start();
        Client client = connect(served, server)) {
      client.send("x");
      client.send("next");
      assertThat(client.receive()).isEqualTo("next");
      assertThat(server.counts().refused()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void twoHundredSendersAreAllAnswered(Served served) throws Exception {
    try (var server = anywhere(served).start()) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Client client = connect(served, server);
        clients.add(client);
        client.send("client " + i);
      }
      for (int i = 0; i < 200; i++) {
        assertThat(clients.get(i).receive()).isEqualTo("client " + i);
        clients.get(i).close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void oftenStartedAndStoppedItsAddressIsFreeAtOnce(Served served) throws Exception {
    SocketAddress address = served.kind().anyAddress(folder);
    for (int i = 0; i < served.engine().often(); i++) {
      try (var server = at(address, served).start();
          Client client = connect(served, server)) {
        address = server.address();
        client.send("x");
        assertThat(client.receive()).isEqualTo("x");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void bindsThatFailLeakNothing(Served served) throws Exception {
    try (var server = anywhere(served).open()) {
      for (int i = 0; i < 10; i++) {
        failsToBind(served, server.address());
      }
      int before = OpenDescriptors.count();
      for (int i = 0; i < 1_024; i++) {
        failsToBind(served, server.address());
      }
      OpenDescriptors.awaitAtMost(before + 1);
    }
  }

  private static void failsToBind(Served served, SocketAddress taken) {
    assertThatThrownBy(() -> at(taken, served).open()).isInstanceOf(BindException.class);
  }

  /** Of UDP every sender has an address. */
  static List<Served> ofUnix() {
    return DatagramKind.onAllEngines().filter(one -> one.kind() == DatagramKind.UNIX).toList();
  }

  /** Its datagrams are handled, but there is nowhere to send an answer. */
  @ParameterizedTest
  @MethodSource("ofUnix")
  void aSenderWithoutAnAddressIsAFailure(Served served) throws Exception {
    var errors = new LinkedBlockingQueue<Throwable>();
    var hooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public void handleError(DatagramRequest request, Throwable error) {
            errors.add(error);
          }
        };
    try (var server = anywhere(served).hooks(hooks).start();
        Client nameless = UnixDatagramPeer.bound(server.address(), null);
        Client client = connect(served, server)) {
      nameless.send("x");
      assertThat(errors.take()).hasMessageContaining("has bound no address");
      client.send("y");
      assertThat(client.receive()).isEqualTo("y");
    }
  }

  /** How datagrams are answered. */
  enum Form {
    HANDLER,
    EXCHANGE,
    PROTOCOL
  }

  record Formed(Served served, Form form) {}

  static Stream<Formed> formed() {
    return DatagramKind.onAllEngines()
        .flatMap(served -> Arrays.stream(Form.values()).map(form -> new Formed(served, form)));
  }

  private static DatagramServerBuilder<? extends BaseServer> anywhere(Formed formed)
      throws IOException {
    var builder = anywhere(formed.served());
    return switch (formed.form()) {
      case HANDLER -> builder;
      case EXCHANGE -> builder.exchange(EchoExchange.class, Map.of());
      case PROTOCOL -> builder.protocol(EchoProtocol.class, Map.of());
    };
  }

  private static final class EchoExchange implements DatagramExchange {
    @Override
    public void received(DatagramRequest request) throws IOException {
      request.reply(ByteBuffer.wrap(request.data()));
    }
  }

  private static final class EchoProtocol implements DatagramProtocol {
    private @Nullable DatagramTransport transport;

    @Override
    public void bound(DatagramTransport made) {
      transport = made;
    }

    @Override
    public void datagramReceived(ByteBuffer data, @Nullable SocketAddress from) {
      if (transport != null && from != null) {
        var _ = transport.send(data, from);
      }
    }
  }

  /** What was told of datagrams that nobody handled. */
  private static final class TooLong implements ServerHooks<DatagramRequest> {
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void handleError(DatagramRequest request, Throwable error) {
      told.add(request.length() + ": " + error.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("formed")
  void oneThatIsTooLongIsNotTakenForAWhole(Formed formed) throws Exception {
    var hooks = new TooLong();
    try (var server = anywhere(formed).datagramBytes(100).hooks(hooks).start();
        Client client = connect(formed.served(), server)) {
      client.send("x".repeat(100));
      assertThat(client.receive()).hasSize(100);
      client.send("x".repeat(101));
      assertThat(hooks.told.take())
          .isEqualTo("100: a datagram of 101 bytes, of which 100 are taken at most; not handled");
      client.send("next");
      assertThat(client.receive()).isEqualTo("next");
      assertThat(server.counts()).hasToString("taken 3, cut 1");
    }
  }

  static Stream<Formed> formedOfUnix() {
    return formed().filter(one -> one.served().kind() == DatagramKind.UNIX);
  }

  @ParameterizedTest
  @MethodSource("formedOfUnix")
  void oneThatIsLongerThanAnyOfUdpIsReportedToo(Formed formed) throws Exception {
    var hooks = new TooLong();
    try (var server = anywhere(formed).hooks(hooks).start();
        Client client = connect(formed.served(), server)) {
      for (int length : new int[] {65_536, 65_537, 150_000}) {
        client.send("x".repeat(length));
        assertThat(hooks.told.take())
            .isEqualTo(
                "65535: a datagram of "
                    + length
                    + " bytes, of which 65535 are taken at most; not handled");
      }
      assertThat(server.counts()).hasToString("taken 3, cut 3");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_536})
  void lengthsThatMakeNoSenseAreRefused(int limit) {
    assertThatThrownBy(() -> UdpServer.at(Peer.ANY_PORT).datagramBytes(limit))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
