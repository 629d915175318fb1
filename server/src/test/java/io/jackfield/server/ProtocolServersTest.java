package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Transport;
import io.jackfield.server.StreamKind.Served;
import io.jackfield.tls.TlsTransport;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
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

  @TempDir private static Path folder;

  private final ProtocolServers servers = new ProtocolServers(folder);
  private final LinkedBlockingQueue<String> told = servers.told();
  private final ToldHooks hooks = servers.hooks();

  @BeforeAll
  static void makeCertificate() throws Exception {
    var _ = Certificate.in(folder);
  }

  // ---- what is told -----------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource(ProtocolServers.SERVED)
  void itIsToldWhatHappensInOrder(Served served) throws Exception {
    try (var server = servers.echoing(served).start()) {
      try (Line line = servers.connect(served, server)) {
        assertThat(line.send("one").receive(3)).isEqualTo("one");
        assertThat(line.send("three").end().receiveAll()).isEqualTo("three");
      }
      assertThat(servers.next(5)).containsExactly("made", "data 3", "data 5", "end", "lost done");
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
  @MethodSource(ProtocolServers.SERVED)
  void eachHalfEndsByItself(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new LastWord(told)).start();
        Line line = servers.connect(served, server)) {
      assertThat(line.send("x").end().receiveAll()).isEqualTo("xlast");
      line.channel().close(); // Under TLS the connection itself has no halves that have ended.
      assertThat(servers.next(3)).containsExactly("made", "data 1", "lost done");
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
  @MethodSource(ProtocolServers.SERVED)
  void itsTransportIsWhatItIsOnAReactor(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new Knowing()).start();
        Line line = servers.connect(served, server)) {
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
  @MethodSource(ProtocolServers.SERVED)
  void oneThatThrowsLosesItsConnectionAndNothingElse(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new Throwing(told)).start()) {
      for (int i = 0; i < 3; i++) {
        try (Line line = servers.connect(served, server)) {
          line.send("x");
          assertThat(servers.next(3)).containsExactly("made", "data 1", "lost as it was told to");
          assertThat(hooks.untilFinished())
              .containsExactly("verify", "process", "error: as it was told to", "finish after 1");
        }
      }
      assertThat(server.counts().failed()).isEqualTo(3);
    }
  }

  // ---- who takes over ---------------------------------------------------------------------------

  /** Hands its connection over to another protocol. */
  static final class Leaving extends RecordingProtocol {
    Leaving(LinkedBlockingQueue<String> told) {
      super(told);
    }

    @Override
    void answer(ByteBuffer data) {
      var next = new PoliteProtocol(told);
      transport().protocol(next);
      next.connectionMade(transport());
      next.answer(data);
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.SERVED)
  void whoHasTakenOverIsServedAsTheFirst(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new Leaving(told)).start();
        Line line = servers.connect(served, server)) {
      assertThat(line.send("one").receive(3)).isEqualTo("one");
      assertThat(line.send("two").receive(3)).isEqualTo("two");
      server.shutdown();
      assertThat(line.receiveAll()).isEqualTo("bye");
      line.channel().close();
      assertThat(servers.next(6))
          .containsExactly("made", "data 3", "made", "data 3", "stopping", "lost done");
      assertThat(hooks.untilFinished()).containsExactly("verify", "process", "finish after 6");
      assertThat(server.awaitEnd(SOON)).isTrue();
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
  @MethodSource(ProtocolServers.SERVED)
  void aFactoryIsToldOfItsFirstUseAndItsLast(Served served) throws Exception {
    String peer = served.kind().isUnix() ? "nobody" : "InetSocketAddress";
    try (var server = servers.anywhere(served, new Factory(told)).start()) {
      for (int i = 0; i < 2; i++) {
        try (Line line = servers.connect(served, server)) {
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
  @MethodSource(ProtocolServers.SERVED)
  void descriptorsAreGoneWhenTheServerIs(Served served) throws Exception {
    for (int warm = 0; warm < 2; warm++) {
      serveSome(served);
    }
    int before = OpenDescriptors.count();
    for (int i = 0; i < 3; i++) {
      serveSome(served);
    }
    OpenDescriptors.awaitAtMost(before + 1);
  }

  private void serveSome(Served served) throws Exception {
    try (var server = servers.echoing(served).start()) {
      for (int i = 0; i < 5; i++) {
        try (Line line = servers.connect(served, server)) {
          assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.CONCURRENT)
  void twoHundredAreServedAtOnce(Served served) throws Exception {
    try (var server = servers.echoing(served).start()) {
      served.kind().serveTwoHundred(server, servers.certificate());
    }
  }

  /** The loss is the connection's. The JDK can reset one of TCP only. */
  @ParameterizedTest
  @MethodSource(ProtocolServers.TCP)
  void aResetIsTheReasonAndAFailure(Served served) throws Exception {
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
    try (var server = servers.anywhere(served, _ -> listening).start()) {
      try (SocketChannel channel = SocketChannel.open(server.address())) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(1);
      }
      assertThat(reasons.take()).isInstanceOf(LossReason.Lost.class);
      assertThat(hooks.untilFinished()).anyMatch(step -> step.startsWith("error: "));
    }
  }
}
