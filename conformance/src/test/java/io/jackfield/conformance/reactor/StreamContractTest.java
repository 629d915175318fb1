package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.WriteLimitException;
import io.jackfield.socket.ConnectionResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every stream, whatever carries it. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamContractTest {
  @ParameterizedTest
  @EnumSource
  void callbacksComeInOrderAndTheLossOnce(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      pair.client().say("ping");
      pair.scene().until(() -> pair.server().text().equals("ping"));
      pair.server().say("pong");
      pair.scene().until(() -> pair.client().text().equals("pong"));
      pair.client().transport().close();
      pair.untilBothLost();
      pair.scene().pass(Duration.ofMillis(5));
      assertThat(pair.client().told).containsExactly("made", "data", "lost Done");
      assertThat(pair.server().told).containsExactly("made", "data", "end", "lost Done");
      assertThat(pair.port().connections()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachHalfEndsByItself(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      pair.server().keepsOpen = true;
      pair.client().say("question");
      pair.client().transport().endOutput();
      pair.scene().until(() -> pair.server().told.contains("end"));
      assertThat(pair.server().text()).isEqualTo("question");
      assertThat(pair.client().isLost()).isFalse();
      assertThatThrownBy(() -> pair.client().say("more"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("endOutput");
      pair.server().say("answer");
      pair.scene().until(() -> pair.client().text().equals("answer"));
      pair.server().transport().endOutput();
      pair.untilBothLost();
      assertThat(pair.server().told).containsExactly("made", "data", "end", "lost Done");
      assertThat(pair.client().told).containsExactly("made", "data", "end", "lost Done");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAbortIsToldHereAsOneAndThereAsAReset(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      pair.client().transport().abort();
      pair.client().transport().abort();
      pair.client().say("dropped");
      assertThat(pair.client().isLost()).as("not inside the call").isFalse();
      pair.untilBothLost();
      assertThat(pair.client().told).containsExactly("made", "lost Aborted");
      assertThat(pair.server().lost)
          .isInstanceOfSatisfying(
              Lost.class,
              lost -> assertThat(lost.cause()).isInstanceOf(ConnectionResetException.class));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseSendsFirstWhatWasWritten(World world) throws Exception {
    byte[] much = new byte[4_000_000];
    new Random(7).nextBytes(much);
    try (Pair pair = Pair.open(world)) {
      pair.client().transport().write(ByteBuffer.wrap(much));
      pair.client().transport().close();
      pair.client().transport().close();
      pair.client().say("dropped");
      pair.untilBothLost();
      assertThat(pair.server().data.toByteArray()).isEqualTo(much);
      assertThat(pair.client().told).startsWith("made").endsWith("lost Done");
    }
  }

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
    var echo =
        new Recorder() {
          @Override
          public void dataReceived(ByteBuffer bytes) {
            transport().writeLent(bytes);
          }
        };
    try (Pair pair = Pair.open(world.open(), echo, new Recorder(), StreamOptions.DEFAULTS)) {
      pair.client().transport().write(ByteBuffer.wrap(much));
      pair.scene().until(() -> pair.client().data.size() == much.length);
      assertThat(pair.client().data.toByteArray()).isEqualTo(much);
    }
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

  /** Each of the callbacks, made to throw. */
  enum Callback {
    MADE,
    DATA,
    END,
    PAUSED,
    LOST
  }

  private static final class Thrower extends Recorder {
    private final Callback where;
    final IllegalStateException thrown = new IllegalStateException("a test throws this");

    Thrower(Callback where) {
      this.where = where;
    }

    private void maybe(Callback now) {
      if (now == where) {
        throw thrown;
      }
    }

    @Override
    public void connectionMade(Transport made) {
      super.connectionMade(made);
      maybe(Callback.MADE);
    }

    @Override
    public void dataReceived(ByteBuffer bytes) {
      super.dataReceived(bytes);
      transport().write(ByteBuffer.allocate(15_000_000));
      maybe(Callback.DATA);
    }

    @Override
    public boolean endReceived() {
      boolean keeps = super.endReceived();
      maybe(Callback.END);
      return keeps;
    }

    @Override
    public void writePaused() {
      super.writePaused();
      maybe(Callback.PAUSED);
    }

    @Override
    public void connectionLost(LossReason reason) {
      super.connectionLost(reason);
      maybe(Callback.LOST);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExceptionInACallbackEndsItsConnectionAndNothingElse(World world) throws Exception {
    for (Callback where : Callback.values()) {
      var thrower = new Thrower(where);
      var bystander = new Recorder();
      List<Protocol> servers = new ArrayList<>(List.of(bystander, thrower));
      try (World.Scene scene = world.open()) {
        var port = scene.listen(_ -> servers.removeFirst());
        var other = new Recorder();
        var first = scene.connect(port.localAddress(), _ -> other);
        scene.until(() -> first.isDone() && bystander.isMade());
        var client = new Recorder();
        var second = scene.connect(port.localAddress(), _ -> client);
        scene.until(() -> second.isDone() && thrower.isMade());
        if (where != Callback.MADE) {
          client.transport().pauseReading();
          client.say("x");
          scene.pass(Duration.ofMillis(5));
          client.transport().resumeReading();
          if (where == Callback.LOST || where == Callback.END) {
            scene.until(() -> client.data.size() == 15_000_000);
            client.transport().close();
          }
        }
        // Torn down so soon, it may count as never made.
        scene.until(
            () -> thrower.isLost() && (client.isLost() || second.isCompletedExceptionally()));
        if (where != Callback.LOST) {
          assertThat(thrower.lost).isEqualTo(new Lost(thrower.thrown));
        }
        other.say("still there");
        scene.until(() -> bystander.text().equals("still there"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatAnEarlierEventOfTheSameTurnClosedIsNotCalled(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<Recorder> servers = new ArrayList<>();
      class Killer extends Recorder {
        @Override
        public void dataReceived(ByteBuffer bytes) {
          super.dataReceived(bytes);
          servers.stream().filter(other -> !other.equals(this)).forEach(o -> o.transport().abort());
        }
      }
      var port =
          scene.listen(_ -> {
            servers.add(new Killer());
            return servers.getLast();
          });
      List<Recorder> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        var client = new Recorder();
        clients.add(client);
        var _ = scene.connect(port.localAddress(), _ -> client);
      }
      scene.until(() -> servers.size() == 8 && clients.stream().allMatch(Recorder::isMade));
      clients.forEach(client -> client.say("x"));
      scene.until(() -> servers.stream().filter(Recorder::isLost).count() == 7);
      scene.pass(Duration.ofMillis(5));
      assertThat(servers.stream().filter(server -> server.text().equals("x"))).hasSize(1);
      for (Recorder server : servers) {
        assertThat(server.told).filteredOn(event -> event.startsWith("lost")).hasSizeLessThan(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDescriptorClosedAndUsedAgainInOneTurnBringsNoForeignEvents(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<Recorder> servers = new ArrayList<>();
      List<Recorder> fresh = new ArrayList<>();
      var port = scene.listen(_ -> add(servers));
      var later = scene.listen(_ -> new Recorder());
      List<Recorder> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        connect(scene, port, add(clients));
      }
      scene.until(() -> servers.size() == 8 && clients.stream().allMatch(Recorder::isMade));
      class Replacer extends Recorder {
        @Override
        public void dataReceived(ByteBuffer bytes) {
          if (fresh.isEmpty()) {
            // Each gives its number back; the connections begun here take them.
            servers.stream().skip(1).forEach(server -> server.transport().abort());
            for (int i = 0; i < 7; i++) {
              Recorder client = add(fresh);
              scene.client().execute(() -> connect(scene, later, client));
            }
          }
        }
      }
      servers.getFirst().transport().protocol(new Replacer());
      clients.forEach(client -> client.say("stale"));
      scene.until(() -> fresh.size() == 7 && fresh.stream().allMatch(Recorder::isMade));
      scene.pass(Duration.ofMillis(5));
      assertThat(fresh).allMatch(client -> client.told.equals(List.of("made")));
    }
  }

  private static void connect(World.Scene scene, ListeningPort to, Recorder client) {
    var _ = scene.connect(to.localAddress(), _ -> client);
  }

  private static Recorder add(List<Recorder> to) {
    var made = new Recorder();
    to.add(made);
    return made;
  }

  @ParameterizedTest
  @EnumSource
  void anotherProtocolTakesOverInTheMiddle(World world) throws Exception {
    var second = new Recorder();
    second.told.add("takes over");
    try (Pair pair = Pair.open(world)) {
      pair.server().transport().protocol(second);
      pair.client().say("x");
      pair.scene().until(() -> second.text().equals("x"));
      pair.client().transport().close();
      pair.scene().until(second::isLost);
      assertThat(pair.server().told).containsExactly("made");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherThreadIsRefusedAtOnce(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      List<Throwable> refused = new ArrayList<>();
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                for (Runnable call :
                    List.<Runnable>of(
                        () -> pair.client().say("x"),
                        () -> pair.client().transport().close(),
                        () -> pair.client().transport().abort(),
                        () -> pair.client().transport().pauseReading(),
                        () -> pair.scene().client().callLater(Duration.ZERO, () -> {}),
                        () -> pair.port().stop())) {
                  try {
                    call.run();
                  } catch (WrongThreadException e) {
                    refused.add(e);
                  }
                }
              });
      other.join();
      assertThat(refused).hasSize(6);
      assertThat(refused.getFirst()).hasMessageContaining("Reactor.execute");
      assertThat(pair.server().isLost()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void addressesAreThoseOfTheTwoEnds(World world) throws IOException {
    try (Pair pair = Pair.open(world)) {
      assertThat(pair.client().transport().remoteAddress()).isEqualTo(pair.port().localAddress());
      assertThat(pair.server().transport().remoteAddress())
          .isEqualTo(pair.client().transport().localAddress());
    }
  }
}
