package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import io.jackfield.server.StreamKind.Served;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom protocols do not serve, or no longer, on every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProtocolLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int MUCH = 8 << 20;

  @TempDir private static Path folder;

  private final ProtocolServers servers = new ProtocolServers(folder);
  private final LinkedBlockingQueue<String> told = servers.told();
  private final ToldHooks hooks = servers.hooks();

  @BeforeAll
  static void makeCertificate() throws Exception {
    var _ = Certificate.in(folder);
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.SERVED)
  void whoTheHooksRefuseHasNoProtocol(Served served) throws Exception {
    var refusing =
        new ToldHooks() {
          @Override
          public boolean verifyRequest(StreamRequest request) {
            return false;
          }
        };
    try (var server = servers.echoing(served).hooks(refusing).start()) {
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
  @MethodSource(ProtocolServers.SERVED)
  void whoTheFactoryRefusesIsClosed(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> null).start()) {
      for (int i = 0; i < 3; i++) {
        try (Line line = servers.connect(served, server)) {
          assertThat(line.receiveAll()).isEmpty();
        }
        assertThat(hooks.untilFinished()).containsExactly("verify", "process", "finish after 0");
      }
      assertThat(server.counts().refused()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.SECURED)
  void whoDoesNotShakeHandsInTimeIsLetGo(Served served) throws Exception {
    try (var server = servers.echoing(served).handshakeTimeout(SHORT).start();
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
  @MethodSource(ProtocolServers.SERVED)
  void whoIsSilentForTooLongIsToldByThatName(Served served) throws Exception {
    try (var server = servers.echoing(served).idleTimeout(SHORT).start()) {
      try (Line line = servers.connect(served, server)) {
        assertThat(line.send("x").receive(1)).isEqualTo("x");
        assertThat(line.receiveAll()).isEmpty();
      }
      assertThat(servers.next(3)).containsExactly("made", "data 1", "lost the client is silent");
      assertThat(hooks.untilFinished())
          .containsExactly("verify", "process", "time-out", "finish after 1");
      assertThat(server.counts().timedOut()).isEqualTo(1);
      assertThat(server.counts().failed()).isZero();
    }
  }

  /** Its message is never whole. */
  private final class Midway extends RecordingProtocol implements ServerProtocol {
    Midway() {
      super(servers.told());
    }

    @Override
    public boolean isMidway() {
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.TCP)
  void whoNeverFinishesAMessageIsToldByThatName(Served served) throws Exception {
    Limits limits = Limits.builder().messageTimeout(SHORT).minimumRate(1_000_000).build();
    try (var server = servers.anywhere(served, _ -> new Midway()).limits(limits).start();
        Line line = servers.connect(served, server)) {
      assertThat(line.send("x").receive(1)).isEqualTo("x");
      assertThat(line.receiveAll()).isEmpty();
      assertThat(servers.next(3)).containsExactly("made", "data 1", "lost a message is not whole");
    }
  }

  /** Its client has only to listen. */
  private final class Talking extends RecordingProtocol implements ServerProtocol {
    Talking() {
      super(servers.told());
    }

    @Override
    public boolean awaitsFirstByte() {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.TCP)
  void whoNeedNotSpeakIsNotWaitedForToBegin(Served served) throws Exception {
    Limits limits =
        Limits.builder().firstByteTimeout(SHORT).idleTimeout(SHORT.multipliedBy(2)).build();
    try (var server = servers.anywhere(served, _ -> new Talking()).limits(limits).start();
        Line line = servers.connect(served, server)) {
      assertThat(line.receiveAll()).isEmpty();
      assertThat(servers.next(2)).containsExactly("made", "lost the client is silent");
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.SERVED)
  void whoSaysMoreThanItMayIsAnsweredUpToThere(Served served) throws Exception {
    Limits limits = Limits.builder().requestBytes(5).build();
    try (var server = servers.echoing(served).limits(limits).start()) {
      try (Line line = servers.connect(served, server)) {
        assertThat(line.send("123").receive(3)).isEqualTo("123");
        assertThat(line.send("456").receiveAll()).isEqualTo("45");
      }
      String why = "the client has sent more than 5 bytes";
      assertThat(servers.next(4)).containsExactly("made", "data 3", "data 2", "lost " + why);
      assertThat(hooks.untilFinished())
          .containsExactly("verify", "process", "error: " + why, "finish after 6");
      assertThat(server.counts().failed()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.SERVED)
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
    try (var server = servers.anywhere(served, _ -> talks).idleTimeout(SHORT).start();
        Line line = servers.connect(served, server)) {
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
  @MethodSource(ProtocolServers.PLAIN)
  void asMuchMayWaitAsTheWriteBufferHasAndNotAByteMore(Served served) throws Exception {
    int limit = 100_000;
    Limits limits = Limits.builder().writeBufferBytes(limit).build();
    try (var server =
        servers.anywhere(served, _ -> new Talks(limit, told)).limits(limits).start()) {
      try (Line line = servers.connect(served, server)) {
        assertThat(line.in().readAllBytes()).hasSize(limit);
      }
      assertThat(told.take()).isEqualTo("Done[]");
    }
    try (var server =
            servers.anywhere(served, _ -> new Talks(limit + 1, told)).limits(limits).start();
        Line line = servers.connect(served, server)) {
      assertThat(told.take()).contains("WriteLimitException");
      assertThat(hooks.untilFinished()).contains("process"); // Of the first server's.
      assertThat(hooks.untilFinished()).anyMatch(step -> step.startsWith("error: "));
      assertThat(line.channel().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.PLAIN)
  void whoTakesOverHasTheSameTimeOfSilence(Served served) throws Exception {
    try (var server =
            servers
                .anywhere(served, _ -> new ProtocolServersTest.Leaving(told))
                .idleTimeout(Duration.ofMillis(300))
                .start();
        Line line = servers.connect(served, server)) {
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
}
