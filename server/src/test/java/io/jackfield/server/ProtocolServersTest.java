package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Transport;
import io.jackfield.server.StreamKind.Served;
import io.jackfield.tls.TlsTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protocols of the reactor, as rules of every server of conversations on every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProtocolServersTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int MUCH = 8 << 20;

  @TempDir private static Path folder;

  private static Certificate certificate;

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final ToldHooks hooks = new ToldHooks();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.in(folder);
  }

  /**
   * With factories that share objects with the test; a worker's is in {@link ProcessServersTest}.
   */
  private static Stream<Served> here() {
    return StreamKind.onAllEngines().filter(one -> one.engine().isHere());
  }

  static List<Served> served() {
    return here().toList();
  }

  static List<Served> concurrent() {
    return here().filter(one -> one.engine().isConcurrent()).toList();
  }

  static List<Served> secured() {
    return here().filter(one -> one.kind().isTls()).toList();
  }

  static List<Served> plain() {
    return here().filter(one -> !one.kind().isTls()).toList();
  }

  private StreamServerBuilder<? extends BaseServer> anywhere(Served served, ProtocolFactory factory)
      throws IOException {
    return served
        .kind()
        .at(served.kind().anyAddress(folder), certificate)
        .engine(served.engine().engine())
        .protocol(factory)
        .hooks(hooks);
  }

  private StreamServerBuilder<? extends BaseServer> echoing(Served served) throws IOException {
    return anywhere(served, _ -> new RecordingProtocol(told));
  }

  private static Line connect(Served served, BaseServer server) throws IOException {
    return served.kind().connect(server.address(), certificate);
  }

  private List<String> next(int count) throws InterruptedException {
    List<String> words = new ArrayList<>();
    while (words.size() < count) {
      words.add(told.take());
    }
    return words;
  }

  // ---- what is told -----------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("served")
  void itIsToldWhatHappensInOrder(Served served) throws Exception {
    try (var server = echoing(served).start()) {
      try (Line line = connect(served, server)) {
        assertThat(line.send("one").receive(3)).isEqualTo("one");
        assertThat(line.send("three").end().receiveAll()).isEqualTo("three");
      }
      assertThat(next(5)).containsExactly("made", "data 3", "data 5", "end", "lost done");
      assertThat(hooks.untilFinished()).containsExactly("verify", "process", "finish after 8");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts().taken()).isEqualTo(1);
      assertThat(server.counts().failed()).isZero();
    }
  }

  /** Goes on when its client has ended, says what it has to say, and closes. */
  private static final class LastWord extends RecordingProtocol {
    LastWord(LinkedBlockingQueue<String> told) {
      super(told);
    }

    @Override
    public boolean endReceived() {
      transport()
          .reactor()
          .callLater(
              Duration.ofMillis(1),
              () -> {
                write("last");
                transport().endOutput();
              });
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void eachHalfEndsByItself(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new LastWord(told)).start();
        Line line = connect(served, server)) {
      assertThat(line.send("x").end().receiveAll()).isEqualTo("xlast");
      line.channel().close(); // Under TLS the connection itself has no halves that have ended.
      assertThat(next(3)).containsExactly("made", "data 1", "lost done");
    }
  }

  /** What it knows of its connection. */
  private static final class Knowing implements Protocol {
    @Override
    public void connectionMade(Transport made) {
      String text =
          made.localAddress()
              + " "
              + (made instanceof TlsTransport tls && !tls.info().cipherSuite().isEmpty())
              + " "
              + made.reactor().isLoopThread();
      made.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      made.close();
    }

    @Override
    public void dataReceived(ByteBuffer data) {}
  }

  @ParameterizedTest
  @MethodSource("served")
  void itsTransportIsWhatItIsOnAReactor(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new Knowing()).start();
        Line line = connect(served, server)) {
      assertThat(line.receiveAll())
          .isEqualTo(server.address() + " " + served.kind().isTls() + " true");
    }
  }

  /** Throws at whatever comes. */
  private static final class Throwing extends RecordingProtocol {
    Throwing(LinkedBlockingQueue<String> told) {
      super(told);
    }

    @Override
    void answer(ByteBuffer data) {
      throw new IllegalStateException("as it was told to");
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void oneThatThrowsLosesItsConnectionAndNothingElse(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new Throwing(told)).start()) {
      for (int i = 0; i < 3; i++) {
        try (Line line = connect(served, server)) {
          line.send("x");
          assertThat(next(3)).containsExactly("made", "data 1", "lost as it was told to");
          assertThat(hooks.untilFinished())
              .containsExactly("verify", "process", "error: as it was told to", "finish after 1");
        }
      }
      assertThat(server.counts().failed()).isEqualTo(3);
    }
  }

  // ---- its loop ---------------------------------------------------------------------------------

  /** Answers by a timer, by another thread, or by a task. */
  private static final class Roundabout extends RecordingProtocol {
    Roundabout(LinkedBlockingQueue<String> told) {
      super(told);
    }

    @Override
    void answer(ByteBuffer data) {
      var reactor = transport().reactor();
      switch (data.get()) {
        case 't' -> reactor.callLater(Duration.ofMillis(20), () -> write("timer"));
        case 'd' -> {
          var _ = reactor.deferToThread(() -> "thread").thenAccept(this::write);
        }
        case 'e' -> {
          var _ = Thread.ofPlatform().start(() -> reactor.execute(() -> write("task")));
        }
        default -> throw new IllegalArgumentException("t, d or e");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void timersAndOtherThreadsReachItsLoop(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new Roundabout(told)).start();
        Line line = connect(served, server)) {
      for (int i = 0; i < 3; i++) {
        assertThat(line.send("t").receive(5)).isEqualTo("timer");
        assertThat(line.send("d").receive(6)).isEqualTo("thread");
        assertThat(line.send("e").receive(4)).isEqualTo("task");
      }
    }
  }

  /** Its threads are the loop's where that can be. */
  @ParameterizedTest
  @MethodSource("served")
  void aHandlerInTheBlockingStyleIsAProtocolToo(Served served) throws Exception {
    ProtocolFactory copying = Blocking.handler(stream -> stream.in().transferTo(stream.out()));
    try (var server = anywhere(served, copying).start();
        Line line = connect(served, server)) {
      assertThat(line.send("one").receive(3)).isEqualTo("one");
      assertThat(line.send("two").end().receiveAll()).isEqualTo("two");
    }
  }

  /** Echoes, and listens no faster than it is listened to. */
  private static final class Patient extends RecordingProtocol {
    Patient(LinkedBlockingQueue<String> told) {
      super(told);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      answer(data);
    }

    @Override
    public void writePaused() {
      told.add("paused");
      transport().pauseReading();
    }

    @Override
    public void writeResumed() {
      told.add("resumed");
      transport().resumeReading();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void aPeerThatDoesNotReadIsListenedToNoMore(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new Patient(told)).start();
        Line line = connect(served, server)) {
      byte[] sent = new byte[MUCH];
      new Random(1).nextBytes(sent);
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
      assertThat(next(2)).containsExactly("made", "paused");
      assertThat(line.in().readAllBytes()).isEqualTo(sent);
      sending.join();
      assertThat(told).contains("resumed");
    }
  }

  @ParameterizedTest
  @MethodSource("concurrent")
  void aPeerThatDoesNotReadHoldsUpNobody(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new Patient(told)).drainTimeout(SHORT).start();
        Line slow = connect(served, server)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              slow.out().write(new byte[MUCH]);
            } catch (IOException e) {
              // The server stops at the end.
            }
          });
      assertThat(next(2)).containsExactly("made", "paused");
      for (int i = 0; i < 5; i++) {
        try (Line quick = connect(served, server)) {
          assertThat(quick.send("q").end().receiveAll()).isEqualTo("q");
        }
      }
    }
  }

  // ---- who is not served ------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("served")
  void whoTheHooksRefuseHasNoProtocol(Served served) throws Exception {
    var refusing =
        new ToldHooks() {
          @Override
          public boolean verifyRequest(StreamRequest request) {
            return false;
          }
        };
    try (var server = echoing(served).hooks(refusing).start()) {
      for (int i = 0; i < 3; i++) {
        try (Line line = Line.plain(SocketChannel.open(server.address()))) {
          assertThat(line.receiveAll()).isEmpty();
        }
      }
      assertThat(server.counts().refused()).isEqualTo(3);
      assertThat(told).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whoTheFactoryRefusesIsClosed(Served served) throws Exception {
    try (var server = anywhere(served, _ -> null).start()) {
      for (int i = 0; i < 3; i++) {
        try (Line line = connect(served, server)) {
          assertThat(line.receiveAll()).isEmpty();
        }
        assertThat(hooks.untilFinished()).containsExactly("verify", "process", "finish after 0");
      }
      assertThat(server.counts().refused()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("secured")
  void whoDoesNotShakeHandsInTimeIsLetGo(Served served) throws Exception {
    try (var server = echoing(served).handshakeTimeout(SHORT).start();
        SocketChannel silent = SocketChannel.open(server.address())) {
      List<String> steps = hooks.untilFinished();
      assertThat(steps).hasSize(4);
      assertThat(steps.get(2)).startsWith("error: ").contains("handshake");
      assertThat(server.counts().failed()).isEqualTo(1);
      assertThat(silent.isOpen()).isTrue();
      assertThat(told).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whoIsSilentForTooLongIsToldByThatName(Served served) throws Exception {
    try (var server = echoing(served).idleTimeout(SHORT).start()) {
      try (Line line = connect(served, server)) {
        assertThat(line.send("x").receive(1)).isEqualTo("x");
        assertThat(line.receiveAll()).isEmpty();
      }
      assertThat(next(3)).containsExactly("made", "data 1", "lost the client is silent");
      assertThat(hooks.untilFinished())
          .containsExactly("verify", "process", "time-out", "finish after 1");
      assertThat(server.counts().timedOut()).isEqualTo(1);
      assertThat(server.counts().failed()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whoNeverTakesWhatIsSentIsCutOff(Served served) throws Exception {
    Protocol talks =
        new Protocol() {
          @Override
          public void connectionMade(Transport made) {
            made.write(ByteBuffer.allocate(MUCH));
          }

          @Override
          public void dataReceived(ByteBuffer data) {}
        };
    try (var server = anywhere(served, _ -> talks).idleTimeout(SHORT).start();
        Line line = connect(served, server)) {
      line.send("x");
      assertThat(hooks.untilFinished()).contains("time-out");
      assertThat(server.counts().timedOut()).isEqualTo(1);
    }
  }

  /** Writes so many bytes to whoever comes. */
  private record Talks(int bytes, LinkedBlockingQueue<String> told) implements Protocol {
    @Override
    public void connectionMade(Transport made) {
      made.write(ByteBuffer.allocate(bytes));
      made.close();
    }

    @Override
    public void dataReceived(ByteBuffer data) {}

    @Override
    public void connectionLost(LossReason reason) {
      told.add(reason.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void asMuchMayWaitAsTheWriteBufferHasAndNotAByteMore(Served served) throws Exception {
    int limit = 100_000;
    Limits limits = Limits.builder().writeBufferBytes(limit).build();
    try (var server = anywhere(served, _ -> new Talks(limit, told)).limits(limits).start()) {
      try (Line line = connect(served, server)) {
        assertThat(line.in().readAllBytes()).hasSize(limit);
      }
      assertThat(told.take()).isEqualTo("Done[]");
    }
    try (var server = anywhere(served, _ -> new Talks(limit + 1, told)).limits(limits).start();
        Line line = connect(served, server)) {
      assertThat(told.take()).contains("WriteLimitException");
      assertThat(hooks.untilFinished()).contains("process"); // Of the first server's.
      assertThat(hooks.untilFinished()).anyMatch(step -> step.startsWith("error: "));
      assertThat(line.channel().isOpen()).isTrue();
    }
  }

  // ---- its stop ---------------------------------------------------------------------------------

  /** Says good-bye. */
  private static final class Polite extends RecordingProtocol {
    Polite(LinkedBlockingQueue<String> told) {
      super(told);
    }

    @Override
    public boolean stopping() {
      write("bye");
      return super.stopping();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whatHasArrivedIsAnsweredThenItHasLastWords(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new Polite(told)).start();
        Line line = connect(served, server)) {
      assertThat(line.send("one").receive(3)).isEqualTo("one");
      line.send("two");
      server.shutdown();
      assertThat(line.receiveAll()).isEqualTo("twobye");
      line.channel().close();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(next(5)).containsExactly("made", "data 3", "data 3", "stopping", "lost done");
      assertThat(server.counts().failed()).isZero();
    }
  }

  /** Never ends by itself. */
  private static final class Stubborn extends RecordingProtocol {
    Stubborn(LinkedBlockingQueue<String> told) {
      super(told);
    }

    @Override
    public boolean stopping() {
      boolean _ = super.stopping();
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whoDoesNotEndIsAbortedWhenTheTimeToDrainIsUp(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new Stubborn(told)).drainTimeout(SHORT).start();
        Line line = connect(served, server)) {
      assertThat(line.send("x").receive(1)).isEqualTo("x");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(next(4)).containsExactly("made", "data 1", "stopping", "lost aborted");
      assertThat(server.counts().failed()).isEqualTo(1);
      assertThat(StreamKind.isFree(server.address())).isTrue();
    }
  }

  /** Closes its own server. */
  private static final class Closing extends RecordingProtocol {
    private final SynchronousQueue<BaseServer> server;

    Closing(LinkedBlockingQueue<String> told, SynchronousQueue<BaseServer> server) {
      super(told);
      this.server = server;
    }

    @Override
    void answer(ByteBuffer data) {
      try {
        server.take().close();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      write("!");
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void aProtocolMayCloseItsOwnServer(Served served) throws Exception {
    var handOver = new SynchronousQueue<BaseServer>();
    try (var server = anywhere(served, _ -> new Closing(told, handOver)).start();
        Line line = connect(served, server)) {
      line.send("x");
      handOver.put(server);
      assertThat(line.receiveAll()).isEqualTo("!");
      line.channel().close();
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  /** Hands its connection over to another protocol. */
  private static final class Leaving extends RecordingProtocol {
    Leaving(LinkedBlockingQueue<String> told) {
      super(told);
    }

    @Override
    void answer(ByteBuffer data) {
      var next = new Polite(told);
      transport().protocol(next);
      next.connectionMade(transport());
      next.answer(data);
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void whoHasTakenOverIsServedAsTheFirst(Served served) throws Exception {
    try (var server = anywhere(served, _ -> new Leaving(told)).start();
        Line line = connect(served, server)) {
      assertThat(line.send("one").receive(3)).isEqualTo("one");
      assertThat(line.send("two").receive(3)).isEqualTo("two");
      server.shutdown();
      assertThat(line.receiveAll()).isEqualTo("bye");
      line.channel().close();
      assertThat(next(6))
          .containsExactly("made", "data 3", "made", "data 3", "stopping", "lost done");
      assertThat(hooks.untilFinished()).containsExactly("verify", "process", "finish after 6");
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void whoTakesOverHasTheSameTimeOfSilence(Served served) throws Exception {
    try (var server =
            anywhere(served, _ -> new Leaving(told)).idleTimeout(Duration.ofMillis(300)).start();
        Line line = connect(served, server)) {
      var never = new CountDownLatch(1);
      for (int i = 0; i < 8; i++) {
        assertThat(line.send("x").receive(1)).isEqualTo("x");
        assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse(); // As slow as it may be.
      }
      assertThat(line.receiveAll()).isEmpty();
      line.channel().close();
      assertThat(hooks.untilFinished()).contains("time-out", "finish after 8");
    }
  }

  // ---- the factory ------------------------------------------------------------------------------

  /** Remembers when it is used. */
  private static final class Factory implements ProtocolFactory {
    private final LinkedBlockingQueue<String> told;

    Factory(LinkedBlockingQueue<String> told) {
      this.told = told;
    }

    @Override
    public @Nullable Protocol buildProtocol(@Nullable SocketAddress peer) {
      told.add(peer == null ? "nobody" : peer.getClass().getSimpleName());
      return new RecordingProtocol(new LinkedBlockingQueue<>());
    }

    @Override
    public void started() {
      told.add("started");
    }

    @Override
    public void stopped() {
      told.add("stopped");
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void aFactoryIsToldOfItsFirstUseAndItsLast(Served served) throws Exception {
    String peer = served.kind().isUnix() ? "nobody" : "InetSocketAddress";
    try (var server = anywhere(served, new Factory(told)).start()) {
      for (int i = 0; i < 2; i++) {
        try (Line line = connect(served, server)) {
          assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
        }
      }
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(told).containsExactly("started", peer, peer, "stopped");
    }
  }

  // ---- what is left -----------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("served")
  void descriptorsAreGoneWhenTheServerIs(Served served) throws Exception {
    for (int warm = 0; warm < 2; warm++) {
      serveSome(served);
    }
    int before = OpenDescriptors.count();
    for (int i = 0; i < 3; i++) {
      serveSome(served);
    }
    while (OpenDescriptors.count() > before + 1) {
      Thread.onSpinWait(); // A server has ended before its loop has given back the last.
    }
  }

  private void serveSome(Served served) throws Exception {
    try (var server = echoing(served).start()) {
      for (int i = 0; i < 5; i++) {
        try (Line line = connect(served, server)) {
          assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("concurrent")
  void twoHundredAreServedAtOnce(Served served) throws Exception {
    try (var server = echoing(served).start()) {
      served.kind().serveTwoHundred(server, certificate);
    }
  }

  /** The loss is the connection's. */
  @ParameterizedTest
  @MethodSource("plain")
  void aResetIsTheReasonAndAFailure(Served served) throws Exception {
    if (served.kind().isUnix()) {
      return; // The JDK cannot reset one.
    }
    var reasons = new LinkedBlockingQueue<LossReason>();
    Protocol listening =
        new Protocol() {
          @Override
          public void connectionMade(Transport made) {
            made.write(ByteBuffer.wrap(new byte[1]));
          }

          @Override
          public void dataReceived(ByteBuffer data) {}

          @Override
          public void connectionLost(LossReason reason) {
            reasons.add(reason);
          }
        };
    try (var server = anywhere(served, _ -> listening).start()) {
      try (SocketChannel channel = SocketChannel.open(server.address())) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(1);
      }
      assertThat(reasons.take()).isInstanceOf(LossReason.Lost.class);
      assertThat(hooks.untilFinished()).anyMatch(step -> step.startsWith("error: "));
    }
  }
}
