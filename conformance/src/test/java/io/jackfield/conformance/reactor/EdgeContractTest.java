package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.SystemEvents.Event;
import io.jackfield.reactor.SystemEvents.Phase;
import io.jackfield.reactor.Timer;
import io.jackfield.socket.Resolver;
import io.jackfield.testkit.SimulatedNetwork;
import io.jackfield.testkit.SimulatedNode;
import java.io.IOException;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What random faults have found once, said as small as it can be. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EdgeContractTest {
  private static final InetSocketAddress NAMED =
      InetSocketAddress.createUnresolved("some-host.invalid", 1);

  @ParameterizedTest
  @EnumSource
  void aProducerIsNotAskedOnceTheOutputHasEnded(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      pair.server().keepsOpen = true;
      List<Long> asked = new ArrayList<>();
      pair.client()
          .transport()
          .producer(bytes -> {
            asked.add(bytes);
            pair.client().say("more");
          });
      pair.client().transport().endOutput();
      pair.scene().until(() -> pair.server().told.contains("end"));
      pair.scene().pass(Duration.ofMillis(5));
      assertThat(asked).isEmpty();
      assertThat(pair.client().isLost()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProducerIsAskedThoughNothingIsToWait(World world) throws Exception {
    StreamOptions nothing = StreamOptions.builder().marks(0, 0).build();
    try (Pair pair = Pair.open(world, nothing)) {
      pair.client()
          .transport()
          .producer(_ -> pair.client().transport().write(ByteBuffer.allocate(1)));
      pair.scene().until(() -> pair.server().data.size() >= 20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoReadsLateStillGetsWhatWasSentBeforeAClose(World world) throws Exception {
    byte[] all = new byte[30_000];
    new Random(9).nextBytes(all);
    StreamOptions hasty = StreamOptions.builder().lingerTimeout(Duration.ofMillis(10)).build();
    try (Pair pair = Pair.open(world, hasty)) {
      pair.server().transport().pauseReading();
      pair.client().transport().write(ByteBuffer.wrap(all));
      pair.client().transport().close();
      pair.scene().until(() -> pair.client().isLost());
      pair.scene().pass(Duration.ofMillis(40));
      pair.server().transport().resumeReading();
      pair.scene().until(() -> pair.server().isLost());
      assertThat(pair.server().told).containsExactly("made", "data", "end", "lost Done");
      assertThat(pair.server().data.toByteArray()).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimerSetBetweenTurnsIsNotForgotten(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      scene.pass(Duration.ofMillis(5));
      boolean[] ran = {false};
      scene.server().callLater(Duration.ofMillis(1), () -> ran[0] = true);
      scene.until(() -> ran[0]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimerBroughtForwardBetweenTurnsIsNotForgotten(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<String> ran = new ArrayList<>();
      Timer reset = scene.server().callLater(Duration.ofDays(1), () -> ran.add("reset"));
      Timer hastened = scene.server().callLater(Duration.ofDays(1), () -> ran.add("hastened"));
      scene.pass(Duration.ofMillis(5));
      assertThat(reset.reset(Duration.ofMillis(1))).isTrue();
      scene.until(() -> ran.contains("reset"));
      scene.pass(Duration.ofMillis(5));
      assertThat(hastened.delay(Duration.ofDays(-1))).isTrue();
      scene.until(() -> ran.contains("hastened"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCopyBetweenLentBytesLeavesThemAlone(World world) throws Exception {
    var echo =
        new Recorder() {
          @Override
          public void dataReceived(ByteBuffer bytes) {
            transport().write(ByteBuffer.wrap(new byte[] {'<'}));
            while (bytes.hasRemaining()) {
              transport().writeLent(bytes.slice(bytes.position(), 1));
              bytes.position(bytes.position() + 1);
              transport().write(ByteBuffer.wrap(new byte[] {'.'}));
            }
          }
        };
    try (Pair pair = Pair.open(world.open(), echo, new Recorder(), StreamOptions.DEFAULTS)) {
      pair.client().say("abcdef");
      // However many pieces it came in.
      pair.scene().until(() -> pair.client().text().replace("<", "").equals("a.b.c.d.e.f."));
    }
  }

  private static Reactor started(Resolver resolver) throws IOException {
    Reactor reactor = Reactor.builder().resolver(resolver).build();
    reactor.start();
    return reactor;
  }

  @Test
  void aStopEndsAConnectWhoseHostIsLookedUp() throws Exception {
    var lookUp = new CompletableFuture<List<InetAddress>>();
    try (Reactor reactor = started(_ -> lookUp)) {
      CompletableFuture<Protocol> connecting = reactor.connect(NAMED, _ -> new Recorder());
      CompletableFuture<Void> stopped = reactor.stop();
      while (!stopped.isDone()) {
        reactor.turn();
      }
      assertThat(connecting).isCancelled();
      assertThat(lookUp).isCancelled();
    }
  }

  @Test
  void aHostThatIsFoundAfterTheStopIsNotConnectedTo() throws Exception {
    var lookUp = new CompletableFuture<List<InetAddress>>();
    var gate = new CompletableFuture<Void>();
    List<String> told = new ArrayList<>();
    try (Reactor listening = started(_ -> lookUp);
        Reactor reactor = started(_ -> lookUp.copy())) {
      var port =
          listening.listen(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), _ -> new Recorder());
      int number = ((InetSocketAddress) port.localAddress()).getPort();
      var connecting =
          reactor.connect(
              InetSocketAddress.createUnresolved("some-host.invalid", number),
              _ -> {
                told.add("built");
                return new Recorder();
              });
      reactor.systemEvents().add(Phase.AFTER, Event.SHUTDOWN, () -> gate);
      CompletableFuture<Void> stopped = reactor.stop();
      while (!connecting.isDone()) {
        reactor.turn();
      }
      lookUp.complete(List.of(InetAddress.getLoopbackAddress()));
      gate.complete(null);
      while (!stopped.isDone()) {
        reactor.turn();
      }
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aHostWithoutAnyAddressIsUnknown() throws Exception {
    try (Reactor reactor = started(_ -> CompletableFuture.completedFuture(List.of()))) {
      var connecting = reactor.connect(NAMED, _ -> new Recorder());
      while (!connecting.isDone()) {
        reactor.turn();
      }
      assertThat(connecting.exceptionNow())
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("some-host.invalid");
    }
  }

  /** RFC 8305 section 5: a quarter of a second after the first, whatever that one does. */
  @Test
  void theNextAddressIsTriedWhileTheFirstIsStillSilent() throws Exception {
    var network = new SimulatedNetwork(1);
    SimulatedNode node = network.node("server");
    var driver = node.driver();
    InetAddress nobody = InetAddress.ofLiteral("10.9.9.9");
    Reactor reactor =
        Reactor.builder()
            .driver(() -> driver)
            .stallThreshold(null)
            .resolver(_ -> CompletableFuture.completedFuture(List.of(nobody, node.address())))
            .pool(Runnable::run)
            .build();
    reactor.start();
    network.drive(driver, reactor::turn);
    reactor.listen(node.address(7), _ -> new Recorder());
    var connecting =
        reactor.connect(
            InetSocketAddress.createUnresolved("some-host.invalid", 7), _ -> new Recorder());
    network.runUntil(connecting::isDone, Duration.ofMinutes(1));
    assertThat(connecting).isCompleted();
    assertThat(network.nanoTime()).isBetween(250_000_000L, 300_000_000L);
  }

  private static final class ForeignAddress extends SocketAddress {
    @Serial private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @EnumSource
  void anAddressThatNoDriverKnowsIsRefusedAndLeavesNothing(World world) throws Exception {
    List<String> told = new ArrayList<>();
    var factory =
        new ProtocolFactory() {
          @Override
          public Protocol buildProtocol(@Nullable SocketAddress peer) {
            return new Recorder();
          }

          @Override
          public void started() {
            told.add("started");
          }

          @Override
          public void stopped() {
            told.add("stopped");
          }
        };
    try (World.Scene scene = world.open()) {
      assertThatThrownBy(() -> scene.client().connect(new ForeignAddress(), factory))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThat(told).containsExactly("started", "stopped");
    }
  }
}
