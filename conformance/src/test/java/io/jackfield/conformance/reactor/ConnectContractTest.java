package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.ConnectionRefusedException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How connections come to be, and how they do not. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ConnectContractTest {
  private static Throwable failureOf(CompletableFuture<?> future) {
    return future.exceptionNow();
  }

  @ParameterizedTest
  @EnumSource
  void nobodyListensAndThatIsSaidWithTheAddress(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      ListeningPort port = scene.listen(_ -> new Recorder());
      SocketAddress gone = port.localAddress();
      port.stop();
      scene.pass(Duration.ofMillis(1));
      var client = new Recorder();
      var connecting = scene.connect(gone, _ -> client);
      scene.until(connecting::isDone);
      assertThat(failureOf(connecting))
          .isInstanceOf(ConnectionRefusedException.class)
          .hasMessageContaining(String.valueOf(((InetSocketAddress) gone).getPort()));
      assertThat(client.told).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoDoesNotAnswerInTimeIsGivenUp(World world) throws Exception {
    StreamOptions hasty = StreamOptions.builder().connectTimeout(Duration.ofMillis(30)).build();
    try (World.Scene scene = world.open()) {
      SocketAddress silent = scene.silentAddress();
      var connecting = scene.connect(silent, _ -> new Recorder(), hasty);
      scene.until(connecting::isDone);
      assertThat(failureOf(connecting))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("30 ms");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT", "NIO"})
  void itComesFromTheAddressThatIsSaid(World world) throws Exception {
    var one = new InetSocketAddress("127.0.0.9", 0);
    // Every address is that of the peer's family.
    var any = new InetSocketAddress("::", 0);
    try (World.Scene scene = world.open()) {
      List<String> peers = new ArrayList<>();
      ListeningPort port =
          scene.listen(peer -> {
            peers.add(String.valueOf(peer));
            return new Recorder();
          });
      for (InetSocketAddress from : List.of(one, any)) {
        StreamOptions options = StreamOptions.builder().localAddress(from).build();
        var connecting = scene.connect(port.localAddress(), _ -> new Recorder(), options);
        scene.until(connecting::isDone);
        assertThat(connecting).isCompleted();
      }
      scene.until(() -> peers.size() == 2);
      assertThat(peers.getFirst()).startsWith("/127.0.0.9:");
      assertThat(peers.getLast()).startsWith("/127.0.0.1:");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCancelledAttemptEndsAndTellsNobody(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      var counting = new CountingFactory();
      var connecting = scene.connect(scene.silentAddress(), counting);
      scene.pass(Duration.ofMillis(2));
      assertThat(counting.told).containsExactly("started");
      assertThat(connecting.cancel(false)).isTrue();
      scene.until(() -> counting.told.contains("stopped"));
      assertThat(counting.told).containsExactly("started", "stopped");
    }
  }

  /** A cancel after 0, 1, 2 … turns of a connect that would succeed, until it comes too late. */
  @ParameterizedTest
  @EnumSource
  void aCancelAtAnyStepLeavesNothingBehind(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      List<Recorder> servers = new ArrayList<>();
      ListeningPort port =
          scene.listen(_ -> {
            servers.add(new Recorder());
            return servers.getLast();
          });
      boolean cancelled = true;
      for (int steps = 0; cancelled; steps++) {
        var counting = new CountingFactory();
        var connecting = scene.connect(port.localAddress(), counting);
        for (int i = 0; i < steps; i++) {
          scene.step();
        }
        cancelled = connecting.cancel(false);
        if (cancelled) {
          scene.until(() -> counting.told.contains("stopped"));
          assertThat(counting.told).doesNotContain("built");
        } else {
          counting.built.getFirst().transport().close();
          scene.until(() -> counting.told.contains("stopped"));
        }
        scene.until(() -> servers.stream().allMatch(Recorder::isLost));
      }
    }
  }

  private static final class CountingFactory implements ProtocolFactory {
    final List<String> told = new ArrayList<>();
    final List<Recorder> built = new ArrayList<>();

    @Override
    public Protocol buildProtocol(@Nullable SocketAddress peer) {
      told.add("built");
      built.add(new Recorder());
      return built.getLast();
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
  @EnumSource
  void aFactoryIsToldOfItsFirstPortAndAfterItsLast(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      var counting = new CountingFactory();
      ListeningPort first = scene.listen(counting);
      ListeningPort second = scene.listen(counting);
      first.stop();
      first.stop();
      assertThat(counting.told).containsExactly("started");
      second.stop();
      assertThat(counting.told).containsExactly("started", "stopped");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFactoryThatBuildsNothingRefuses(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      ListeningPort port = scene.listen(_ -> null);
      var client = new Recorder();
      var connecting = scene.connect(port.localAddress(), _ -> client);
      scene.until(() -> connecting.isDone() && client.isLost());
      assertThat(client.told).startsWith("made").doesNotContain("data");
      var refusing = scene.connect(port.localAddress(), _ -> null);
      scene.until(refusing::isDone);
      assertThat(failureOf(refusing)).hasMessageContaining("factory");
      if (scene.wire() == Wire.PLAIN) {
        assertThat(scene.server().counts().refused()).isPositive();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPortInUseIsSaidAndCostsNothing(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      var port = scene.listen(_ -> new Recorder());
      assertThatThrownBy(() -> scene.listenAt(port.localAddress(), _ -> new Recorder()))
          .isInstanceOf(AddressInUseException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPausedPortLetsConnectionsWait(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      var server = new Recorder();
      var port = scene.listen(_ -> server);
      port.pause();
      var _ = scene.connect(port.localAddress(), _ -> new Recorder());
      scene.pass(Duration.ofMillis(5));
      assertThat(server.isMade()).isFalse();
      port.resume();
      scene.until(server::isMade);
    }
  }

  @ParameterizedTest
  @EnumSource
  void atItsLimitOfConnectionsAPortTakesNoMoreUntilOneIsGone(World world) throws Exception {
    StreamOptions two = StreamOptions.builder().connectionLimit(2).build();
    try (World.Scene scene = world.open()) {
      List<Recorder> servers = new ArrayList<>();
      var port =
          scene.listen(
              _ -> {
                servers.add(new Recorder());
                return servers.getLast();
              },
              two);
      for (int i = 0; i < 3; i++) {
        var _ = scene.connect(port.localAddress(), _ -> new Recorder());
      }
      scene.until(() -> servers.size() == 2);
      scene.pass(Duration.ofMillis(5));
      assertThat(servers).hasSize(2);
      assertThat(port.connections()).isEqualTo(2);
      servers.getFirst().transport().close();
      scene.until(() -> servers.size() == 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFutureIsCompletedOnTheLoopAfterConnectionMade(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      var port = scene.listen(_ -> new Recorder());
      var client = new Recorder();
      var connecting = scene.connect(port.localAddress(), _ -> client);
      List<String> seen = new ArrayList<>();
      var _ =
          connecting.thenAccept(protocol ->
              seen.add(
                  client.told + " " + scene.client().isLoopThread() + protocol.equals(client)));
      scene.until(connecting::isDone);
      assertThat(seen).containsExactly("[made] truetrue");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHostNameWithoutAnAddressIsAFailureOfTheFuture(World world) throws Exception {
    try (World.Scene scene = world.open()) {
      var connecting =
          scene.connect(
              InetSocketAddress.createUnresolved("no-such-host.invalid", 1), _ -> new Recorder());
      scene.until(connecting::isDone);
      assertThatThrownBy(connecting::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(java.net.UnknownHostException.class)
          .hasMessageContaining("no-such-host.invalid");
    }
  }
}
