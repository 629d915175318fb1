package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.WriteLimitException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every stream where one side is slower than the other. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BackPressureContractTest {
  @ParameterizedTest
  @EnumSource
  void aCloseThatCannotSendEndsInTime(World world) throws Exception {
    StreamOptions hasty = StreamOptions.builder().closeTimeout(Duration.ofMillis(30)).build();
    try (Pair pair = Pair.open(world, hasty)) {
      pair.server().transport().pauseReading();
      pair.client().transport().write(ByteBuffer.allocate(15_000_000));
      pair.client().transport().close();
      pair.scene().until(() -> pair.client().isLost());
      assertThat(pair.client().lost).isEqualTo(new TimedOut("close", Duration.ofMillis(30)));
      pair.server().transport().resumeReading();
      pair.untilBothLost();
      assertThat(pair.server().lost).isInstanceOf(Lost.class);
    }
  }

  /** It does not read while it cannot write, and so has to be read from. */
  @ParameterizedTest
  @EnumSource
  void aCloseSendsAllToAPeerThatOnlyEchoes(World world) throws Exception {
    var echo =
        new Recorder() {
          @Override
          public void dataReceived(ByteBuffer bytes) {
            super.dataReceived(bytes.duplicate());
            transport().write(bytes);
          }

          @Override
          public void writePaused() {
            transport().pauseReading();
          }

          @Override
          public void writeResumed() {
            transport().resumeReading();
          }
        };
    try (Pair pair = Pair.open(world.open(), echo, new Recorder(), StreamOptions.DEFAULTS)) {
      pair.client().transport().pauseReading();
      pair.client().transport().write(ByteBuffer.allocate(15_000_000));
      pair.client().transport().close();
      pair.scene().until(() -> pair.client().isLost());
      assertThat(pair.client().told).endsWith("lost Done").doesNotContain("data", "end");
      pair.scene().until(echo::isLost);
      assertThat(echo.data.size()).isEqualTo(15_000_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseThatCannotSendEndsInTimeThoughThePeerSendsForEver(World world) throws Exception {
    StreamOptions hasty = StreamOptions.builder().closeTimeout(Duration.ofMillis(30)).build();
    try (Pair pair = Pair.open(world, hasty)) {
      Transport peer = pair.server().transport();
      peer.pauseReading();
      peer.producer(bytes -> peer.write(ByteBuffer.allocate((int) bytes)));
      pair.client().transport().write(ByteBuffer.allocate(15_000_000));
      pair.client().transport().close();
      pair.scene().until(() -> pair.client().isLost());
      assertThat(pair.client().lost).isEqualTo(new TimedOut("close", Duration.ofMillis(30)));
      pair.scene().until(() -> pair.server().isLost());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPeersFullBufferPausesTheWriterAndBoundsItsMemory(World world) throws Exception {
    StreamOptions small =
        StreamOptions.builder().marks(1_000, 10_000).writeLimitBytes(9_500_000).build();
    try (Pair pair = Pair.open(world, small)) {
      pair.server().transport().pauseReading();
      pair.client().transport().write(ByteBuffer.allocate(9_000_000));
      assertThatThrownBy(() -> pair.client().transport().write(ByteBuffer.allocate(600_000)))
          .isInstanceOf(WriteLimitException.class)
          .hasMessageContaining("9500000");
      pair.scene().until(() -> pair.client().told.contains("paused"));
      assertThat(pair.client().transport().isWritePaused()).isTrue();
      pair.server().transport().resumeReading();
      pair.scene().until(() -> pair.client().told.contains("resumed"));
      pair.scene().until(() -> pair.server().data.size() == 9_000_000);
      assertThat(pair.client().told).containsExactly("made", "paused", "resumed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProducerIsAskedForAsMuchAsThereIsRoom(World world) throws Exception {
    StreamOptions small = StreamOptions.builder().marks(1_000, 10_000).build();
    List<Long> asked = new ArrayList<>();
    try (Pair pair = Pair.open(world, small)) {
      Transport out = pair.client().transport();
      long[] left = {3_000_000};
      out.producer(bytes -> {
        asked.add(bytes);
        int now = (int) Math.min(bytes, left[0]);
        left[0] -= now;
        out.write(ByteBuffer.allocate(now));
        if (left[0] == 0) {
          out.producer(null);
          out.close();
        }
      });
      assertThatThrownBy(() -> out.producer(_ -> {})).isInstanceOf(IllegalStateException.class);
      pair.untilBothLost();
      assertThat(pair.server().data.size()).isEqualTo(3_000_000);
      assertThat(asked).allMatch(bytes -> bytes >= 1 && bytes <= 10_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void lentBytesGoBackWithoutACopyInOrderWithTheOthers(World world) throws Exception {
    var echo =
        new Recorder() {
          @Override
          public void dataReceived(ByteBuffer bytes) {
            say("<");
            ByteBuffer firstHalf = bytes.slice(0, bytes.remaining() / 2);
            ByteBuffer rest = bytes.duplicate().position(firstHalf.remaining());
            transport().writeLent(firstHalf);
            transport().writeLent(rest);
            say(">");
            assertThatThrownBy(() -> transport().writeLent(ByteBuffer.allocateDirect(4)))
                .isInstanceOf(IllegalArgumentException.class);
          }
        };
    try (Pair pair = Pair.open(world.open(), echo, new Recorder(), StreamOptions.DEFAULTS)) {
      pair.client().say("abcdef");
      // However many pieces it came in.
      pair.scene().until(() -> pair.client().text().replace("><", "").equals("<abcdef>"));
      assertThatThrownBy(() -> echo.transport().writeLent(ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMegabyteComesBackWholeThoughItWasLent(World world) throws Exception {
    byte[] much = new byte[1_000_003];
    new Random(8).nextBytes(much);
    var echo = new LentEcho();
    try (Pair pair = Pair.open(world.open(), echo, new Recorder(), StreamOptions.DEFAULTS)) {
      pair.client().transport().write(ByteBuffer.wrap(much));
      pair.scene().until(() -> pair.client().data.size() == much.length);
      assertThat(pair.client().data.toByteArray()).isEqualTo(much);
    }
  }

  /** Each came into a chunk of its own, of 64 KiB: 64 MiB if all were kept. */
  @ParameterizedTest
  @EnumSource
  void littleThatWasLentAndHasToWaitKeepsLittleMemory(World world) throws Exception {
    StreamOptions generous = StreamOptions.builder().writeLimitBytes(16_000_000).build();
    int stuck = 15_000_000;
    var echo = new LentEcho();
    try (Pair pair = Pair.open(world.open(), echo, new Recorder(), generous)) {
      pair.client().transport().pauseReading();
      echo.transport().write(ByteBuffer.allocate(stuck));
      pair.scene().until(() -> echo.told.contains("paused"));
      long before = nativeMemory();
      var all = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        String one = Character.toString('a' + i % 26);
        all.append(one);
        pair.client().say(one);
        pair.scene().until(() -> echo.data.size() == all.length());
      }
      assertThat(nativeMemory() - before).isLessThan(4_000_000);
      pair.client().transport().resumeReading();
      pair.scene().until(() -> pair.client().data.size() == stuck + all.length());
      assertThat(pair.client().text()).endsWith(all);
    }
  }

  /** What {@link java.lang.foreign.Arena#ofAuto} has lent, in bytes. */
  private static long nativeMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @ParameterizedTest
  @EnumSource
  void pausedReadingHoldsThePeerUpAndLosesNothing(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      pair.server().transport().pauseReading();
      pair.client().say("early");
      pair.scene().pass(Duration.ofMillis(10));
      assertThat(pair.server().text()).isEmpty();
      pair.client().transport().close();
      pair.scene().pass(Duration.ofMillis(10));
      assertThat(pair.server().told).containsExactly("made");
      pair.server().transport().resumeReading();
      pair.untilBothLost();
      assertThat(pair.server().text()).isEqualTo("early");
    }
  }
}
