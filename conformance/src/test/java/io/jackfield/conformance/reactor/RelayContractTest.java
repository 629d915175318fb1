package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.Relay;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for two connections that are joined, whoever moves the bytes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RelayContractTest {
  /** More than all buffers on the way hold, and less than may wait to be sent. */
  private static final int MUCH = 15_000_000;

  private static boolean splices(World world) {
    return switch (world) {
      case IO_URING, EPOLL, POLL, SELECT, PARKING -> true;
      default -> false;
    };
  }

  private static byte[] random(int count, int seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Writes all of it in pieces of any size, as fast as it goes; then ends the output. */
  private static void sayInPieces(Transport to, byte[] all, long seed) {
    var dice = new Random(seed);
    ByteBuffer left = ByteBuffer.wrap(all);
    to.producer(wanted -> {
      do {
        int count =
            Math.min(left.remaining(), 1 + dice.nextInt(100_000) / (1 + dice.nextInt(1000)));
        to.write(left.slice(left.position(), count));
        left.position(left.position() + count);
        wanted -= count;
      } while (wanted > 0 && left.hasRemaining());
      if (!left.hasRemaining()) {
        to.producer(null);
        to.endOutput();
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void bytesGoBothWaysUntilBothHaveEnded(World world) throws Exception {
    byte[] forth = random(5_000_001, 1);
    byte[] back = random(3_000_003, 2);
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      assertThat(relay.isSpliced()).isEqualTo(splices(world));
      sayInPieces(joined.left().transport(), forth, 3);
      sayInPieces(joined.right().transport(), back, 4);
      joined.scene().until(() -> joined.left().isLost() && joined.right().isLost());
      joined.scene().until(() -> relay.ended().isDone());
      assertThat(joined.right().data.toByteArray()).isEqualTo(forth);
      assertThat(joined.left().data.toByteArray()).isEqualTo(back);
      assertThat(joined.left().lost).isEqualTo(new Done());
      assertThat(joined.right().lost).isEqualTo(new Done());
      assertThat(relay.ended().join())
          .isEqualTo(new Relay.Outcome(forth.length, back.length, new Done()));
      assertThat(joined.one().told).containsExactly("made");
      assertThat(joined.other().told).containsExactly("made");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_TLS")
  void oneSideMayBeUnderTlsAndTheOtherNot(World world) throws Exception {
    byte[] forth = random(2_000_001, 15);
    byte[] back = random(1_000_003, 16);
    try (Joined joined = Joined.openMixed(world.open())) {
      Relay relay = joined.join();
      assertThat(relay.isSpliced()).isFalse();
      sayInPieces(joined.left().transport(), forth, 17);
      sayInPieces(joined.right().transport(), back, 18);
      joined.scene().until(() -> relay.ended().isDone());
      joined.scene().until(() -> joined.left().isLost() && joined.right().isLost());
      assertThat(joined.right().data.toByteArray()).isEqualTo(forth);
      assertThat(joined.left().data.toByteArray()).isEqualTo(back);
      assertThat(relay.ended().join())
          .isEqualTo(new Relay.Outcome(forth.length, back.length, new Done()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneSidesEndIsPassedOnAndTheOtherDirectionGoesOn(World world) throws Exception {
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.left().say("question");
      joined.left().transport().endOutput();
      joined.scene().until(() -> joined.right().told.contains("end"));
      assertThat(joined.right().text()).isEqualTo("question");
      joined.right().say("answer");
      joined.scene().until(() -> joined.left().text().equals("answer"));
      assertThat(joined.left().told).doesNotContain("end");
      joined.right().say("!");
      joined.right().transport().endOutput();
      joined.scene().until(() -> joined.left().isLost() && joined.right().isLost());
      joined.scene().until(() -> relay.ended().isDone());
      assertThat(joined.left().text()).isEqualTo("answer!");
      assertThat(relay.ended().join()).isEqualTo(new Relay.Outcome(8, 7, new Done()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSecondSideMayEndFirst(World world) throws Exception {
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.right().transport().endOutput();
      joined.scene().until(() -> joined.left().told.contains("end"));
      joined.left().say("more");
      joined.scene().until(() -> joined.right().text().equals("more"));
      joined.left().transport().endOutput();
      joined.scene().until(() -> relay.ended().isDone());
      assertThat(relay.ended().join()).isEqualTo(new Relay.Outcome(4, 0, new Done()));
    }
  }

  /** Turns until no more bytes get through. */
  private static void untilStuck(Joined joined, Relay relay) {
    for (long before = -1; before < relay.forthBytes(); ) {
      before = relay.forthBytes();
      joined.scene().pass(Duration.ofMillis(20));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoDoesNotReadHoldsUpWhoWrites(World world) throws Exception {
    byte[] forth = random(MUCH, 5);
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.right().transport().pauseReading();
      joined.left().transport().write(ByteBuffer.wrap(forth));
      untilStuck(joined, relay);
      assertThat(joined.left().transport().bufferedBytes()).isPositive();
      long buffered = joined.other().transport().bufferedBytes();
      if (splices(world)) {
        assertThat(buffered).isZero();
        assertThat(relay.isSpliced()).isTrue();
      } else {
        assertThat(buffered).isLessThan(StreamOptions.DEFAULTS.highMarkBytes() + 200_000);
      }
      // The other direction goes on meanwhile.
      joined.right().say("patience");
      joined.scene().until(() -> joined.left().text().equals("patience"));
      joined.right().transport().resumeReading();
      joined.left().transport().endOutput();
      joined.scene().until(() -> joined.right().told.contains("end"));
      assertThat(joined.right().data.toByteArray()).isEqualTo(forth);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseOfOneSideSendsWhatItHadSaid(World world) throws Exception {
    byte[] forth = random(3_000_000, 6);
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.right().keepsOpen = false;
      joined.left().transport().write(ByteBuffer.wrap(forth));
      joined.left().transport().close();
      joined.scene().until(() -> relay.ended().isDone() && joined.right().isLost());
      assertThat(joined.right().data.toByteArray()).isEqualTo(forth);
      assertThat(relay.ended().join()).isEqualTo(new Relay.Outcome(forth.length, 0, new Done()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseHereSendsWhatIsUnderWay(World world) throws Exception {
    byte[] forth = random(1_000_000, 7);
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.left().transport().write(ByteBuffer.wrap(forth));
      joined.scene().until(() -> relay.forthBytes() > 0);
      joined.one().transport().close();
      joined.scene().until(() -> relay.ended().isDone() && joined.right().told.contains("end"));
      int arrived = (int) relay.ended().join().forthBytes();
      assertThat(joined.right().data.toByteArray()).hasSize(arrived);
      assertThat(relay.ended().join().reason()).isEqualTo(new Done());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetOfOneSideResetsTheOther(World world) throws Exception {
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.left().say("half a");
      joined.scene().until(() -> joined.right().text().equals("half a"));
      joined.left().transport().abort();
      joined.scene().until(() -> relay.ended().isDone() && joined.right().isLost());
      assertThat(joined.right().lost).isInstanceOf(Lost.class);
      assertThat(joined.right().told).doesNotContain("end");
      assertThat(relay.ended().join().reason()).isInstanceOf(Lost.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAbortHereResetsBoth(World world) throws Exception {
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.other().transport().abort();
      joined
          .scene()
          .until(() -> relay.ended().isDone() && joined.right().isLost() && joined.left().isLost());
      assertThat(joined.left().lost).isInstanceOf(Lost.class);
      assertThat(joined.right().lost).isInstanceOf(Lost.class);
      assertThat(relay.ended().join()).isEqualTo(new Relay.Outcome(0, 0, new Aborted()));
    }
  }

  /** As while the other one was being connected. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_TLS")
  void aConnectionThatWasLostBeforeEndsTheOther(World world) throws Exception {
    try (Joined joined = Joined.open(world)) {
      joined.left().transport().abort();
      joined.scene().until(() -> joined.one().isLost());
      Relay relay = joined.join();
      joined.scene().until(() -> relay.ended().isDone() && joined.right().isLost());
      assertThat(joined.right().lost).isInstanceOf(Lost.class);
      assertThat(relay.ended().join().reason()).isEqualTo(joined.one().lost);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLossWhileBytesAreUnderWayEndsBothAndLeavesNoPipe(World world) throws Exception {
    long before = OpenFiles.pipeEnds();
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.right().transport().pauseReading();
      joined.left().transport().write(ByteBuffer.allocate(MUCH));
      untilStuck(joined, relay);
      assertThat(OpenFiles.pipeEnds()).isEqualTo(before + (splices(world) ? 2 : 0));
      joined.right().transport().abort();
      joined.scene().until(() -> relay.ended().isDone() && joined.left().isLost());
      assertThat(relay.ended().join().reason()).isInstanceOf(Lost.class);
      assertThat(OpenFiles.pipeEnds()).isEqualTo(before);
    }
  }

  /** What it has received and not passed on is a part, and does not pass for the whole. */
  @ParameterizedTest
  @EnumSource
  void aSourceThatIsCutOffWhileTheSinkIsSlowResetsIt(World world) throws Exception {
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      joined.right().transport().pauseReading();
      joined.left().transport().write(ByteBuffer.allocate(MUCH));
      untilStuck(joined, relay);
      joined.left().transport().abort();
      joined.scene().pass(Duration.ofMillis(5));
      joined.right().transport().resumeReading();
      joined.scene().until(() -> relay.ended().isDone() && joined.right().isLost());
      assertThat(joined.right().lost).isInstanceOf(Lost.class);
      assertThat(joined.right().told).doesNotContain("end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasReceivedAndWrittenBeforeGoesFirst(World world) throws Exception {
    byte[] queued = random(6_000_000, 8);
    byte[] late = random(2_000_000, 9);
    try (Joined joined = Joined.open(world)) {
      joined.one().transport().pauseReading();
      joined.left().say("early ");
      joined.scene().pass(Duration.ofMillis(10));
      joined.right().transport().pauseReading();
      joined.other().transport().write(ByteBuffer.wrap(queued));
      joined.scene().pass(Duration.ofMillis(10));
      Relay relay = joined.join();
      joined.left().transport().write(ByteBuffer.wrap(late));
      joined.left().transport().endOutput();
      joined.right().say("back");
      joined.scene().until(() -> joined.left().text().equals("back"));
      joined.right().transport().resumeReading();
      joined.scene().until(() -> joined.right().told.contains("end"));
      ByteBuffer all =
          ByteBuffer.allocate(queued.length + 6 + late.length)
              .put(queued)
              .put("early ".getBytes(US_ASCII))
              .put(late);
      assertThat(joined.right().data.toByteArray()).isEqualTo(all.array());
      assertThat(relay.forthBytes()).isEqualTo(6 + late.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void joiningWhileBytesArriveLosesAndSwapsNone(World world) throws Exception {
    byte[] forth = random(1_000_000, 10);
    for (int turns = 0; turns < 12; turns++) {
      try (Joined joined = Joined.open(world)) {
        // As a proxy does that reads a little first, and passes on what it has read.
        joined.left().transport().write(ByteBuffer.wrap(forth));
        for (int i = 0; i < turns; i++) {
          joined.scene().step();
        }
        joined.other().transport().write(ByteBuffer.wrap(joined.one().data.toByteArray()));
        joined.one().data.reset();
        Relay relay = joined.join();
        assertThat(relay.isSpliced()).isEqualTo(splices(world));
        joined.left().transport().endOutput();
        joined.scene().until(() -> joined.right().told.contains("end"));
        assertThat(joined.right().data.toByteArray()).isEqualTo(forth);
        assertThat(joined.one().data.size()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyRelaysAtOnce(World world) throws Exception {
    byte[] forth = random(300_000, 11);
    long before = OpenFiles.pipeEnds();
    try (World.Scene scene = world.open()) {
      List<Joined> all = new ArrayList<>();
      List<Relay> relays = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(Joined.open(scene, StreamOptions.DEFAULTS));
        relays.add(all.getLast().join());
      }
      for (Joined one : all) {
        sayInPieces(one.left().transport(), forth, 12);
        sayInPieces(one.right().transport(), forth, 13);
      }
      scene.until(() -> relays.stream().allMatch(one -> one.ended().isDone()));
      scene.until(() -> all.stream().allMatch(one -> one.left().isLost()));
      for (Joined one : all) {
        scene.until(() -> one.right().isLost());
        assertThat(one.left().data.toByteArray()).isEqualTo(forth);
        assertThat(one.right().data.toByteArray()).isEqualTo(forth);
      }
    }
    assertThat(OpenFiles.pipeEnds()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void withoutDescriptorsForPipesTheBytesAreCopied(World world) throws Exception {
    byte[] forth = random(1_000_000, 14);
    try (Joined joined = Joined.open(world)) {
      Relay relay = joined.join();
      try (World.Scarcity _ = joined.scene().exhaustServerDescriptors()) {
        joined.left().transport().write(ByteBuffer.wrap(forth));
        joined.scene().until(() -> joined.right().data.size() == forth.length);
        assertThat(relay.isSpliced()).isFalse();
      }
      joined.left().say("!");
      joined.right().transport().write(ByteBuffer.wrap(forth));
      joined.right().transport().endOutput();
      joined.left().transport().endOutput();
      joined.scene().until(() -> relay.ended().isDone());
      joined.scene().until(() -> joined.left().isLost() && joined.right().isLost());
      assertThat(joined.left().data.toByteArray()).isEqualTo(forth);
      assertThat(relay.ended().join())
          .isEqualTo(new Relay.Outcome(forth.length + 1, forth.length, new Done()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStopOfTheReactorEndsARelayThatIsStuck(World world) throws Exception {
    long before = OpenFiles.pipeEnds();
    Relay relay;
    try (Joined joined = Joined.open(world)) {
      relay = joined.join();
      joined.right().transport().pauseReading();
      joined.left().transport().write(ByteBuffer.allocate(MUCH));
      untilStuck(joined, relay);
    }
    assertThat(relay.ended()).isCompleted();
    assertThat(OpenFiles.pipeEnds()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseThatCannotSendWhatIsUnderWayEndsInTime(World world) throws Exception {
    StreamOptions hasty = StreamOptions.builder().closeTimeout(Duration.ofMillis(30)).build();
    try (Joined joined = Joined.open(world.open(), hasty)) {
      Relay relay = joined.join();
      joined.right().transport().pauseReading();
      joined.left().transport().write(ByteBuffer.allocate(MUCH));
      untilStuck(joined, relay);
      joined.one().transport().close();
      joined.scene().until(() -> relay.ended().isDone());
      assertThat(relay.ended().join().reason())
          .isEqualTo(new TimedOut("close", Duration.ofMillis(30)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeJoinedIsRefused(World world) throws Exception {
    try (Joined joined = Joined.open(world);
        World.Scene elsewhere = world.open();
        Joined foreign = Joined.open(elsewhere, StreamOptions.DEFAULTS)) {
      Transport one = joined.one().transport();
      assertThatThrownBy(() -> Relay.join(one, one))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("itself");
      assertThatThrownBy(() -> Relay.join(one, foreign.one().transport()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("same loop");
    }
  }
}
