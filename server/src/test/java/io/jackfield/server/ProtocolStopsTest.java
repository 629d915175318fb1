package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.StreamKind.Served;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protocols when their server stops, on every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProtocolStopsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private static Path folder;

  private final ProtocolServers servers = new ProtocolServers(folder);
  private final LinkedBlockingQueue<String> told = servers.told();

  @BeforeAll
  static void makeCertificate() throws Exception {
    var _ = Certificate.in(folder);
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.SERVED)
  void whatHasArrivedIsAnsweredThenItHasLastWords(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new PoliteProtocol(told)).start();
        Line line = servers.connect(served, server)) {
      assertThat(line.send("one").receive(3)).isEqualTo("one");
      line.send("two");
      server.shutdown();
      assertThat(line.receiveAll()).isEqualTo("twobye");
      line.channel().close();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(servers.next(5))
          .containsExactly("made", "data 3", "data 3", "stopping", "lost done");
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
  @MethodSource(ProtocolServers.SERVED)
  void whoDoesNotEndIsAbortedWhenTheTimeToDrainIsUp(Served served) throws Exception {
    try (var server =
            servers.anywhere(served, _ -> new Stubborn(told)).drainTimeout(SHORT).start();
        Line line = servers.connect(served, server)) {
      assertThat(line.send("x").receive(1)).isEqualTo("x");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(servers.next(4)).containsExactly("made", "data 1", "stopping", "lost aborted");
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
  @MethodSource(ProtocolServers.SERVED)
  void aProtocolMayCloseItsOwnServer(Served served) throws Exception {
    var handOver = new SynchronousQueue<BaseServer>();
    try (var server = servers.anywhere(served, _ -> new Closing(told, handOver)).start();
        Line line = servers.connect(served, server)) {
      line.send("x");
      handOver.put(server);
      assertThat(line.receiveAll()).isEqualTo("!");
      line.channel().close();
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }
}
