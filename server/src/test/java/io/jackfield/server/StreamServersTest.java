package io.jackfield.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.StreamKind.Served;
import io.jackfield.socket.ProcessSignals;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every server of conversations on every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamServersTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int MUCH = 8 << 20;

  @TempDir private static Path folder;

  private static Certificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.in(folder);
  }

  static List<Served> served() {
    return StreamKind.onAllEngines().toList();
  }

  static List<Served> every() {
    return StreamKind.everyOnEveryEngine().toList();
  }

  /** With handlers that share objects with the test. */
  static List<Served> here() {
    return StreamKind.onAllEngines().filter(one -> one.engine().isHere()).toList();
  }

  static List<Served> concurrent() {
    return StreamKind.onAllEngines().filter(one -> one.engine().isConcurrent()).toList();
  }

  private static StreamServerBuilder<? extends BaseServer> at(SocketAddress address, Served served)
      throws IOException {
    return served
        .kind()
        .at(address, certificate)
        .engine(served.engine().engine())
        .handler(Handlers.Echo.class);
  }

  private static StreamServerBuilder<? extends BaseServer> anywhere(Served served)
      throws IOException {
    return at(served.kind().anyAddress(folder), served);
  }

  private static Line connect(Served served, BaseServer server) throws IOException {
    return served.kind().connect(server.address(), certificate);
  }

  @ParameterizedTest
  @MethodSource("every")
  void whatIsSentComesBackAndAllOfItAfterAHalfClose(Served served) throws Exception {
    try (var server = anywhere(served).start();
        Line line = connect(served, server)) {
      assertThat(line.send("one").receive(3)).isEqualTo("one");
      assertThat(line.send("two").receive(3)).isEqualTo("two");
      assertThat(line.send("three").end().receiveAll()).isEqualTo("three");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts()).hasToString("taken 1");
    }
  }

  @ParameterizedTest
  @MethodSource("every")
  void muchGoesThroughWhole(Served served) throws Exception {
    try (var server = anywhere(served).start();
        Line line = connect(served, server)) {
      byte[] sent = new byte[1 << 20];
      new java.util.Random(1).nextBytes(sent);
      Thread sending =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  line.out().write(sent);
                  line.end();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(line.in().readAllBytes()).isEqualTo(sent);
      sending.join();
    }
  }

  /** What the hooks were told. */
  private static final class Told implements ServerHooks<StreamRequest> {
    private final LinkedBlockingQueue<String> errors = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> finished = new LinkedBlockingQueue<>();
    private volatile boolean refuses;

    @Override
    public boolean verifyRequest(StreamRequest request) {
      return !refuses;
    }

    @Override
    public void handleError(StreamRequest request, Throwable error) {
      errors.add(request.clientAddress() + ": " + error.getMessage());
    }

    @Override
    public void finishRequest(StreamRequest request) {
      finished.add("" + request.bytesIn());
    }
  }

  /**
   * CPython's ErrorHandlerTest: the error handler is given what was thrown, and the server goes on.
   */
  @ParameterizedTest
  @MethodSource("served")
  void aHandlerThatThrowsEndsItsOwnConversationInOrder(Served served) throws Exception {
    var hooks = new Told();
    try (var server = anywhere(served).handler(Handlers.Throwing.class).hooks(hooks).start()) {
      for (int i = 0; i < 3; i++) {
        try (Line line = connect(served, server)) {
          assertThat(line.send("x").receiveAll()).isEmpty();
        }
        assertThat(hooks.errors.take()).endsWith(": as it was told to");
        assertThat(hooks.finished.take()).isEqualTo("1");
      }
      assertThat(server.counts().failed()).isEqualTo(3);
    }
  }

  private static final class NeverReturns extends StreamRequestHandler {
    private final CountDownLatch begun;
    private final CountDownLatch interrupted;

    NeverReturns(CountDownLatch begun, CountDownLatch interrupted) {
      this.begun = begun;
      this.interrupted = interrupted;
    }

    @Override
    protected void handle() throws Exception {
      in().readChunk();
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } finally {
        interrupted.countDown();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("here")
  void aHandlerThatNeverReturnsIsInterruptedWhenTheTimeToDrainIsUp(Served served) throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (var server =
            anywhere(served)
                .handler(() -> new NeverReturns(begun, interrupted))
                .drainTimeout(SHORT)
                .start();
        Line line = connect(served, server)) {
      line.send("x");
      begun.await();
      server.shutdown();
      interrupted.await();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(StreamKind.isFree(server.address())).isTrue();
    }
  }

  private static final class SendsMuch extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      if (in().read() == 'm') {
        out().write(new byte[MUCH]);
      } else {
        out().write('!');
      }
    }
  }

  @ParameterizedTest
  @MethodSource("concurrent")
  void aPeerThatDoesNotReadHoldsUpNobody(Served served) throws Exception {
    try (var server = anywhere(served).handler(SendsMuch.class).drainTimeout(SHORT).start();
        Line slow = connect(served, server)) {
      slow.send("m");
      for (int i = 0; i < 5; i++) {
        try (Line quick = connect(served, server)) {
          assertThat(quick.send("q").receiveAll()).isEqualTo("!");
        }
      }
      assertThat(slow.in().readAllBytes()).hasSize(MUCH);
    }
  }

  @ParameterizedTest
  @MethodSource("concurrent")
  void twoHundredAreServedAtOnce(Served served) throws Exception {
    try (var server = anywhere(served).start()) {
      served.kind().serveTwoHundred(server, certificate);
    }
  }

  /** CPython's test_shutdown_request_called_if_verify_request_false. */
  @ParameterizedTest
  @MethodSource("served")
  void whoIsRefusedIsClosed(Served served) throws Exception {
    var hooks = new Told();
    hooks.refuses = true;
    try (var server = anywhere(served).hooks(hooks).start()) {
      for (int i = 0; i < 3; i++) {
        try (Line line = Line.plain(java.nio.channels.SocketChannel.open(server.address()))) {
          assertThat(line.receiveAll()).isEmpty();
        }
      }
      hooks.refuses = false;
      try (Line line = connect(served, server)) {
        assertThat(line.send("x").receive(1)).isEqualTo("x");
      }
      assertThat(server.counts().refused()).isEqualTo(3);
    }
  }

  /** CPython's test_shutdown: often, and while clients are there. */
  @ParameterizedTest
  @MethodSource("served")
  void oftenStartedAndStoppedItsAddressIsFreeAtOnce(Served served) throws Exception {
    SocketAddress address = served.kind().anyAddress(folder);
    for (int i = 0; i < served.engine().often(); i++) {
      BaseServer server = at(address, served).start();
      address = server.address();
      try (Line line = connect(served, server)) {
        assertThat(line.send("x").receive(1)).isEqualTo("x");
        server.close();
        assertThat(line.receiveAll()).isEmpty();
      }
      assertThat(StreamKind.isFree(address)).isTrue();
    }
  }

  /** CPython's test_close_immediately. */
  @ParameterizedTest
  @MethodSource("served")
  void oneThatNeverServedIsClosedAtOnce(Served served) throws Exception {
    SocketAddress address = served.kind().anyAddress(folder);
    for (int i = 0; i < 3; i++) {
      BaseServer server = at(address, served).open();
      address = server.address();
      server.close();
      assertThat(StreamKind.isFree(address)).isTrue();
    }
  }

  private static final class Closing extends StreamRequestHandler {
    private final SynchronousQueue<BaseServer> server;

    Closing(SynchronousQueue<BaseServer> server) {
      this.server = server;
    }

    @Override
    protected void handle() throws Exception {
      in().readChunk();
      server.take().close();
      out().write('!');
    }
  }

  @ParameterizedTest
  @MethodSource("here")
  void aHandlerMayCloseItsOwnServer(Served served) throws Exception {
    var handOver = new SynchronousQueue<BaseServer>();
    try (var server = anywhere(served).handler(() -> new Closing(handOver)).start();
        Line line = connect(served, server)) {
      line.send("x");
      handOver.put(server);
      assertThat(line.receiveAll()).isEqualTo("!");
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  /** Says which process it is, then much while signals come there, and more when one has come. */
  private static final class Signalled extends StreamRequestHandler {
    @Override
    protected void handle() throws Exception {
      var arrived = new CountDownLatch(1);
      ProcessSignals.onEach("WINCH", arrived::countDown);
      out().write((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII));
      out().write(new byte[MUCH]);
      arrived.await();
      out().write('!');
    }
  }

  /** CPython's SocketWriterTest: a write is whole though signals come meanwhile. */
  @ParameterizedTest
  @MethodSource("served")
  void anAnswerIsWholeThoughSignalsCome(Served served) throws Exception {
    try (var server = anywhere(served).handler(Signalled.class).start();
        Line line = connect(served, server)) {
      String pid = ObedientServers.answer(line);
      assertThat(pid.equals("" + ProcessHandle.current().pid()))
          .isEqualTo(served.engine().isHere());
      for (int i = 0; i < 3; i++) {
        ProcessSignals.send(Integer.parseInt(pid), "WINCH");
        assertThat(line.in().readNBytes(MUCH / 4)).hasSize(MUCH / 4);
      }
      assertThat(line.receiveAll()).hasSize(MUCH / 4 + 1).endsWith("!");
    }
  }

  /** CPython's test_threads_reaped: what was served leaves nothing behind. */
  @ParameterizedTest
  @MethodSource("served")
  void threadsAndDescriptorsAreGoneWhenTheServerIs(Served served) throws Exception {
    for (int warm = 0; warm < 2; warm++) {
      serveSome(served);
    }
    int before = OpenDescriptors.count();
    for (int i = 0; i < 3; i++) {
      serveSome(served);
    }
    OpenDescriptors.awaitAtMost(before + 1);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("reaped") && !name.endsWith("-drain"));
  }

  private static void serveSome(Served served) throws Exception {
    BaseServer server = anywhere(served).name("reaped").start();
    for (int i = 0; i < 5; i++) {
      try (Line line = connect(served, server)) {
        assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
      }
    }
    server.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("reaped")) {
        assertThat(thread.join(SOON)).isTrue();
      }
    }
  }

  static List<Served> plain() {
    return StreamKind.onAllEngines().filter(one -> !one.kind().isTls()).toList();
  }

  /** CPython's test_tcpserver_bind_leak. */
  @ParameterizedTest
  @MethodSource("plain")
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
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> at(taken, served).open())
        .isInstanceOf(java.net.BindException.class);
  }
}
