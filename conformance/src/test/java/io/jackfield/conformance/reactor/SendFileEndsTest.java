package io.jackfield.conformance.reactor;

import static io.jackfield.conformance.reactor.SentFiles.MUCH;
import static io.jackfield.conformance.reactor.SentFiles.failure;
import static io.jackfield.conformance.reactor.SentFiles.joined;
import static io.jackfield.conformance.reactor.SentFiles.random;
import static io.jackfield.conformance.reactor.SentFiles.send;
import static io.jackfield.conformance.reactor.SentFiles.untilStuck;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.FileNotSentException;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.StreamOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How files on their way end, when something else does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SendFileEndsTest {
  @TempDir private Path folder;

  private Path file(byte[] content) throws IOException {
    return SentFiles.file(folder, content);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseSendsItFirst(World world) throws Exception {
    byte[] content = random(3_000_001, 8);
    Path path = file(content);
    try (Pair pair = Pair.open(world)) {
      var sent = send(pair.server().transport(), path, 0, content.length);
      pair.server().transport().close();
      pair.client().say("nobody listens");
      assertThat(failure(send(pair.server().transport(), path, 0, 1)))
          .isInstanceOf(FileNotSentException.class);
      pair.untilBothLost();
      assertThat(pair.client().data.toByteArray()).isEqualTo(content);
      assertThat(sent).isCompletedWithValue((long) content.length);
      assertThat(pair.server().lost).isEqualTo(new Done());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseGivesItNoMoreThanItsTime(World world) throws Exception {
    Path path = file(random(MUCH, 9));
    var options = StreamOptions.builder().closeTimeout(Duration.ofMillis(200)).build();
    try (Pair pair = Pair.open(world, options)) {
      pair.client().transport().pauseReading();
      var sent = send(pair.server().transport(), path, 0, MUCH);
      var second = send(pair.server().transport(), path, 0, MUCH);
      pair.server().transport().close();
      pair.scene().until(() -> pair.server().isLost());
      assertThat(pair.server().lost).isEqualTo(new TimedOut("close", Duration.ofMillis(200)));
      assertThat(failure(sent))
          .isInstanceOf(FileNotSentException.class)
          .hasMessageContaining("TimedOut")
          .hasMessageContaining("of " + MUCH + " bytes");
      assertThat(failure(second)).hasMessageContaining("when 0 of " + MUCH);
      assertThat(OpenFiles.of(path)).isZero();
      pair.client().transport().resumeReading();
      pair.untilBothLost();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAbortDropsIt(World world) throws Exception {
    Path path = file(random(MUCH, 10));
    try (Pair pair = Pair.open(world)) {
      var sent = send(pair.server().transport(), path, 0, MUCH);
      pair.scene().until(() -> pair.client().data.size() > 0);
      pair.server().transport().abort();
      pair.untilBothLost();
      assertThat(failure(sent))
          .isInstanceOf(FileNotSentException.class)
          .hasMessageContaining("Aborted");
      assertThat(pair.client().data.size()).isLessThan(MUCH);
      assertThat(OpenFiles.of(path)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetInTheMiddleFailsIt(World world) throws Exception {
    Path path = file(random(MUCH, 11));
    try (Pair pair = Pair.open(world)) {
      var sent = send(pair.server().transport(), path, 0, MUCH);
      pair.scene().until(() -> pair.client().data.size() > 0);
      pair.client().transport().abort();
      pair.untilBothLost();
      assertThat(failure(sent)).isInstanceOf(FileNotSentException.class);
      assertThat(pair.server().lost).isEqualTo(new Lost(requireNonNull(failure(sent).getCause())));
      assertThat(OpenFiles.of(path)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsCutOffMeanwhileTearsTheConnectionDown(World world) throws Exception {
    Path path = file(random(MUCH, 12));
    try (Pair pair = Pair.open(world)) {
      pair.client().transport().pauseReading();
      var sent = send(pair.server().transport(), path, 0, MUCH);
      var next = send(pair.server().transport(), path, 0, 10);
      untilStuck(pair);
      try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(1000);
      }
      pair.client().transport().resumeReading();
      pair.untilBothLost();
      assertThat(failure(sent))
          .isInstanceOf(FileNotSentException.class)
          .hasMessageStartingWith("the file has 1000 bytes: of " + MUCH + " from offset 0, ")
          .hasMessageEndingWith(" are missing");
      assertThat(pair.server().lost).isEqualTo(new Lost(failure(sent)));
      assertThat(failure(next)).isInstanceOf(FileNotSentException.class);
      assertThat(pair.client().lost).isNotEqualTo(new Done());
      assertThat(OpenFiles.of(path)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPartPastTheEndIsMissing(World world) throws Exception {
    Path path = file(new byte[100]);
    try (Pair pair = Pair.open(world)) {
      var sent = send(pair.server().transport(), path, 150, 1);
      pair.untilBothLost();
      assertThat(failure(sent))
          .hasMessage("the file has 100 bytes: of 1 from offset 150, 1 are missing");
      assertThat(pair.server().lost).isInstanceOf(Lost.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePeersEndChangesNothing(World world) throws Exception {
    byte[] content = random(MUCH, 15);
    Path path = file(content);
    try (Pair pair = Pair.open(world)) {
      pair.server().keepsOpen = true;
      pair.client().transport().pauseReading();
      var sent = send(pair.server().transport(), path, 0, MUCH);
      pair.client().transport().endOutput();
      pair.scene().until(() -> pair.server().told.contains("end"));
      assertThat(sent).isNotDone();
      pair.client().transport().resumeReading();
      pair.server().transport().endOutput();
      pair.untilBothLost();
      assertThat(pair.client().data.toByteArray()).isEqualTo(content);
      assertThat(sent).isCompletedWithValue((long) MUCH);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStopOfTheReactorSendsItFirst(World world) throws Exception {
    byte[] content = random(3_000_001, 18);
    Path path = file(content);
    try (Pair pair = Pair.open(world.open(), new Recorder(), keepsOn(), StreamOptions.DEFAULTS)) {
      var sent = send(pair.server().transport(), path, 0, content.length);
      pair.server().say("tail");
      var stopped = pair.scene().server().stop();
      pair.scene().until(() -> stopped.isDone() && pair.client().isLost());
      assertThat(pair.client().data.toByteArray())
          .isEqualTo(joined(content, "tail".getBytes(US_ASCII)));
      assertThat(sent).isCompletedWithValue((long) content.length);
      assertThat(pair.server().lost).isEqualTo(new Done());
      assertThat(pair.client().lost).isEqualTo(new Done());
    }
  }

  /** Only where the peer has a reactor of its own, which does not stop. */
  @ParameterizedTest
  @EnumSource(names = "(SIMULATED|CAPRICIOUS).*", mode = EnumSource.Mode.MATCH_ALL)
  void aStopGivesItNoMoreThanItsTime(World world) throws Exception {
    Path path = file(random(MUCH, 19));
    Duration limit = Duration.ofMillis(200);
    var options = StreamOptions.builder().closeTimeout(limit).build();
    try (Pair pair = Pair.open(world, options)) {
      pair.client().transport().pauseReading();
      var sent = send(pair.server().transport(), path, 0, MUCH);
      var _ = pair.scene().server().stop();
      pair.scene().until(() -> pair.server().isLost());
      assertThat(pair.server().lost).isEqualTo(new TimedOut("close", limit));
      assertThat(failure(sent)).isInstanceOf(FileNotSentException.class);
    }
  }

  /**
   * Closes by itself when the peer does: where both have one reactor, the stop is this one's too.
   */
  private static Recorder keepsOn() {
    return new Recorder() {
      @Override
      public boolean stopping() {
        return true;
      }
    };
  }
}
