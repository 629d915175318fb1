package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.server.StreamKind.Served;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a protocol's loop does for it on every engine, and for peers that do not read. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProtocolLoopsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int MUCH = 8 << 20;

  @TempDir private static Path folder;

  private final ProtocolServers servers = new ProtocolServers(folder);
  private final LinkedBlockingQueue<String> told = servers.told();

  @BeforeAll
  static void makeCertificate() throws Exception {
    var _ = Certificate.in(folder);
  }

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
  @MethodSource(ProtocolServers.SERVED)
  void timersAndOtherThreadsReachItsLoop(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new Roundabout(told)).start();
        Line line = servers.connect(served, server)) {
      for (int i = 0; i < 3; i++) {
        assertThat(line.send("t").receive(5)).isEqualTo("timer");
        assertThat(line.send("d").receive(6)).isEqualTo("thread");
        assertThat(line.send("e").receive(4)).isEqualTo("task");
      }
    }
  }

  /** Its threads are the loop's where that can be. */
  @ParameterizedTest
  @MethodSource(ProtocolServers.SERVED)
  void aHandlerInTheBlockingStyleIsAProtocolToo(Served served) throws Exception {
    ProtocolFactory copying = Blocking.handler(stream -> stream.in().transferTo(stream.out()));
    try (var server = servers.anywhere(served, copying).start();
        Line line = servers.connect(served, server)) {
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
  @MethodSource(ProtocolServers.SERVED)
  void aPeerThatDoesNotReadIsListenedToNoMore(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new Patient(told)).start();
        Line line = servers.connect(served, server)) {
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
      assertThat(servers.next(2)).containsExactly("made", "paused");
      assertThat(line.in().readAllBytes()).isEqualTo(sent);
      sending.join();
      assertThat(told).contains("resumed");
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.CONCURRENT)
  void aPeerThatDoesNotReadHoldsUpNobody(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new Patient(told)).drainTimeout(SHORT).start();
        Line slow = servers.connect(served, server)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              slow.out().write(new byte[MUCH]);
            } catch (IOException e) {
              // The server stops at the end.
            }
          });
      assertThat(servers.next(2)).containsExactly("made", "paused");
      for (int i = 0; i < 5; i++) {
        try (Line quick = servers.connect(served, server)) {
          assertThat(quick.send("q").end().receiveAll()).isEqualTo("q");
        }
      }
    }
  }
}
