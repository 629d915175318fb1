package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.ExitStatus;
import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.ProcessFailedException;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.WriteLimitException;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.Endpoints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as connections: {@code exec:} and {@code pty:}. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndpointCommandsTest {
  private static final StreamOptions HASTY =
      StreamOptions.builder()
          .lingerTimeout(Duration.ofMillis(20))
          .closeTimeout(Duration.ofMillis(100))
          .build();

  @TempDir Path folder;

  private final Recorder recorder = new Recorder();

  private void connect(World.Scene scene, String text) {
    connect(scene, text, StreamOptions.DEFAULTS);
  }

  private void connect(World.Scene scene, String text, StreamOptions options) {
    assertThat(new Endpoints(scene.server()).connect(Endpoint.parse(text), _ -> recorder, options))
        .isCompletedWithValue(recorder);
    assertThat(recorder.told).containsExactly("made");
  }

  private void failedWith(int code) {
    assertThat(recorder.lost)
        .isInstanceOfSatisfying(
            Lost.class,
            lost ->
                assertThat(lost.cause())
                    .hasMessageContaining("exit code is " + code)
                    .isInstanceOfSatisfying(
                        ProcessFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(new ExitStatus(code))));
  }

  /** Waits until that process is no more, which no loop tells. */
  private static void gone(String pid) {
    ProcessHandle.of(Long.parseLong(pid))
        .ifPresent(process -> process.onExit().orTimeout(8, TimeUnit.SECONDS).join());
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void theEndOfOurHalfIsTheEndOfItsInput(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      connect(scene, "exec:cat; echo over");
      recorder.keepsOpen = true;
      recorder.say("one ");
      scene.until(() -> recorder.text().equals("one "));
      recorder.say("two ");
      recorder.transport().endOutput();
      recorder.transport().endOutput();
      assertThatThrownBy(() -> recorder.say("three")).isInstanceOf(IllegalStateException.class);
      scene.until(recorder::isLost);
      assertThat(recorder.text()).isEqualTo("one two over\n");
      assertThat(recorder.told).containsExactly("made", "data", "end", "lost Done");
      recorder.say("into nothing");
      assertThat(recorder.transport().localAddress()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void allItsOutputComesBeforeItsExitCode(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      connect(scene, "exec:head -c 300000 /dev/zero; exit 3");
      scene.until(recorder::isLost);
      assertThat(recorder.data.size()).isEqualTo(300_000);
      assertThat(recorder.told).containsExactly("made", "data", "end", "lost Lost");
      failedWith(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec:/no/such/program?stderr", "exec:exit 127"})
  void aCommandThatIsNotThereHasTheShellsExitCode(String text) throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, text);
      scene.until(recorder::isLost);
      failedWith(127);
      assertThat(recorder.text().contains("not found")).isEqualTo(text.contains("stderr"));
    }
  }

  @Test
  void itMayEndItsOutputFirst() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "exec:exec >&-; cat > '" + folder.resolve("out") + "'");
      recorder.keepsOpen = true;
      scene.until(() -> recorder.told.contains("end"));
      recorder.say("still read");
      recorder.transport().endOutput();
      scene.until(recorder::isLost);
      assertThat(recorder.lost).isInstanceOf(Done.class);
      assertThat(folder.resolve("out")).hasContent("still read");
    }
  }

  @Test
  void whatItDoesNotReadIsItsOwnAffair() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "exec:head -n 1");
      recorder.keepsOpen = true;
      recorder.say("first\n" + "x".repeat(1_000_000));
      scene.until(recorder::isLost);
      assertThat(recorder.text()).isEqualTo("first\n");
      assertThat(recorder.lost).isInstanceOf(Done.class);
      assertThat(recorder.told).containsSubsequence("paused", "resumed");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void eitherSideHoldsUpTheOther(World world) throws Exception {
    byte[] much = new byte[2_000_000];
    new Random(7).nextBytes(much);
    try (World.Scene scene = world.open()) {
      connect(scene, "exec:cat");
      recorder.transport().pauseReading();
      recorder.transport().write(ByteBuffer.wrap(much));
      scene.until(() -> recorder.told.contains("paused"));
      assertThat(recorder.transport().isWritePaused()).isTrue();
      assertThat(recorder.transport().bufferedBytes()).isPositive();
      assertThat(recorder.data.size()).isZero();
      recorder.transport().endOutput();
      recorder.transport().resumeReading();
      scene.until(recorder::isLost);
      assertThat(recorder.data.toByteArray()).isEqualTo(much);
      assertThat(recorder.lost).isInstanceOf(Done.class);
    }
  }

  @Test
  void moreThanTheLimitIsNotTaken() throws Exception {
    StreamOptions small = StreamOptions.builder().marks(0, 10).writeLimitBytes(10).build();
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "exec:cat", small);
      assertThat(recorder.transport().writeLimitBytes()).isEqualTo(10);
      assertThatThrownBy(() -> recorder.say("x".repeat(11)))
          .isInstanceOf(WriteLimitException.class);
      recorder.say("x".repeat(10));
      recorder.transport().endOutput();
      scene.until(recorder::isLost);
      assertThat(recorder.text()).isEqualTo("x".repeat(10));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void anAbortKillsAllThatItHasStarted(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      connect(scene, "exec:sleep 1000 & echo $!; trap '' TERM PIPE; cat");
      scene.until(() -> recorder.text().endsWith("\n"));
      String sleeping = recorder.text().strip();
      recorder.transport().abort();
      recorder.say("into nothing");
      scene.until(recorder::isLost);
      assertThat(recorder.lost).isInstanceOf(Aborted.class);
      assertThat(recorder.told).containsExactly("made", "data", "lost Aborted");
      gone(sleeping);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec", "pty"})
  void aCloseLetsItFinishAndDropsWhatItSays(String scheme) throws Exception {
    Path out = folder.resolve("out");
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, scheme + ":echo ready; read line; yes | head -c 200000; echo $line > " + out);
      scene.until(() -> recorder.text().contains("ready"));
      recorder.transport().pauseReading();
      recorder.say("last words\n");
      recorder.transport().close();
      recorder.transport().close();
      recorder.say("too late");
      scene.until(recorder::isLost);
      assertThat(recorder.told).containsExactly("made", "data", "lost Done");
      assertThat(out).hasContent("last words");
    }
  }

  @Test
  void aFailureAfterACloseIsToldToo() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "exec:cat >&-; exit 9");
      recorder.transport().close();
      scene.until(recorder::isLost);
      failedWith(9);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec:yes", "pty:yes"})
  void whoGoesOnWritingAfterACloseIsHungUpOn(String text) throws Exception {
    StreamOptions options = StreamOptions.builder().lingerTimeout(Duration.ofMillis(20)).build();
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, text, options);
      scene.until(() -> recorder.data.size() > 0);
      recorder.transport().close();
      scene.until(recorder::isLost);
      assertThat(recorder.lost).isInstanceOf(Done.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec", "pty"})
  void whoNeverEndsIsKilledWhenTheCloseTimeoutIsOver(String scheme) throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, scheme + ":trap '' HUP; echo $$; while :; do sleep 1000; done", HASTY);
      scene.until(() -> recorder.text().endsWith("\n"));
      recorder.transport().close();
      scene.until(recorder::isLost);
      assertThat(recorder.lost).isEqualTo(new TimedOut("close", HASTY.closeTimeout()));
      gone(recorder.text().strip());
    }
  }

  @Test
  void anAbortAfterACloseKillsItAtOnce() throws Exception {
    StreamOptions patient = StreamOptions.builder().lingerTimeout(Duration.ZERO).build();
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "exec:echo $$; while :; do sleep 1000; done", patient);
      scene.until(() -> recorder.text().endsWith("\n"));
      recorder.transport().close();
      scene.pass(Duration.ofMillis(50)); // It has been hung up on, and goes on.
      assertThat(recorder.isLost()).isFalse();
      recorder.transport().abort();
      scene.until(recorder::isLost);
      gone(recorder.text().strip());
    }
  }

  @Test
  void aCallbackThatThrowsEndsIt() throws Exception {
    var thrown = new IllegalStateException("not this");
    var failing =
        new Recorder() {
          @Override
          public void dataReceived(ByteBuffer bytes) {
            super.dataReceived(bytes);
            throw thrown;
          }
        };
    try (World.Scene scene = World.EPOLL.open()) {
      new Endpoints(scene.server())
          .connect(Endpoint.parse("exec:echo $$; exec cat"), _ -> failing)
          .resultNow();
      scene.until(failing::isLost);
      assertThat(failing.lost).isEqualTo(new Lost(thrown));
      gone(failing.text().strip());
    }
  }

  @Test
  void aProducerFeedsIt() throws Exception {
    int[] left = {300_000};
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "exec:wc -c");
      recorder
          .transport()
          .producer(room -> {
            int size = (int) Math.min(room, left[0]);
            left[0] -= size;
            recorder.transport().write(ByteBuffer.allocate(size));
            if (left[0] == 0) {
              recorder.transport().producer(null);
              recorder.transport().endOutput();
            }
          });
      scene.until(recorder::isLost);
      assertThat(recorder.text().strip()).isEqualTo("300000");
      assertThat(recorder.lost).isInstanceOf(Done.class);
    }
  }

  @Test
  void aProducerThatThrowsEndsIt() throws Exception {
    var thrown = new IllegalStateException("nothing");
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "exec:cat");
      recorder
          .transport()
          .producer(_ -> {
            throw thrown;
          });
      scene.until(recorder::isLost);
      assertThat(recorder.lost).isEqualTo(new Lost(thrown));
    }
  }

  @Test
  void whatArrivesIsLentToIt() throws Exception {
    var echo = new LentEcho();
    try (World.Scene scene = World.EPOLL.open()) {
      new Endpoints(scene.server())
          .connect(
              Endpoint.parse("exec:echo word; read word; echo got $word >&2?stderr"), _ -> echo)
          .resultNow();
      scene.until(echo::isLost);
      assertThat(echo.text()).isEqualTo("word\ngot word\n");
    }
  }

  @Test
  void aStopOfTheReactorEndsIt() throws Exception {
    var polite =
        new Recorder() {
          @Override
          public boolean stopping() {
            told.add("stopping");
            return false;
          }
        };
    try (World.Scene scene = World.EPOLL.open()) {
      new Endpoints(scene.server())
          .connect(Endpoint.parse("exec:echo ready; sleep 1000"), _ -> polite)
          .resultNow();
      scene.until(() -> polite.data.size() > 0);
    }
    assertThat(polite.told).containsExactly("made", "data", "stopping", "lost Done");
  }

  @Test
  void aCrashIsToldToo() throws Exception {
    Reactor reactor = Reactor.create();
    new Endpoints(reactor).connect(Endpoint.parse("exec:cat"), _ -> recorder).resultNow();
    reactor.close();
    assertThat(recorder.told).containsExactly("made", "lost Aborted");
  }

  @Test
  void nothingIsLeft() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "pty:true");
      scene.until(recorder::isLost);
      for (String scheme : new String[] {"exec", "pty"}) {
        long before = -1;
        for (int i = 0; i < 3; i++) {
          var next = new Recorder();
          new Endpoints(scene.server())
              .connect(Endpoint.parse(scheme + ":echo $$"), _ -> next)
              .resultNow();
          scene.until(next::isLost);
          scene.step();
          assertThat(Path.of("/proc/" + next.text().strip())).as("no zombie").doesNotExist();
          assertThat(before).isIn(-1L, descriptors());
          before = descriptors();
        }
      }
    }
  }

  private static long descriptors() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT"})
  void aTerminalHasItsSizeAndNameFromTheBeginning(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      connect(scene, "pty:tty && stty size && echo $TERM?rows=33&columns=99&term=dumb");
      scene.until(recorder::isLost);
      assertThat(recorder.text()).matches("/dev/pts/\\d+\r\n33 99\r\ndumb\r\n");
      assertThat(recorder.told).containsExactly("made", "data", "end", "lost Done");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a line\n", "no line", ""})
  void theEndOfOurHalfIsATerminalsEndOfFile(String said) throws Exception {
    Path out = folder.resolve("out");
    try (World.Scene scene = World.EPOLL.open()) {
      connect(scene, "pty:stty -echo; echo ready; cat > " + out + "; exit 5");
      scene.until(() -> recorder.text().equals("ready\r\n"));
      if (!said.isEmpty()) {
        recorder.say(said);
      }
      recorder.transport().endOutput();
      scene.until(recorder::isLost);
      assertThat(Files.readString(out, UTF_8)).isEqualTo(said);
      failedWith(5);
    }
  }
}
