package io.jackfield.conformance.reactor;

import static io.jackfield.conformance.reactor.GroupPeers.ANY_PORT;
import static io.jackfield.conformance.reactor.GroupPeers.closeAll;
import static io.jackfield.conformance.reactor.GroupPeers.group;
import static io.jackfield.conformance.reactor.GroupPeers.spread;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.reactor.GroupPeers.Naming;
import io.jackfield.conformance.reactor.GroupPeers.Peer;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorGroup;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.testkit.SimulatedNetwork;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which loop of a group gets a connection, and that it stays there. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReactorGroupTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll", "poll", "select"})
  void handedOverTheyAreSpreadEvenlyAndStayOnTheirLoop(String driver) throws Exception {
    try (var group = group(4, driver)) {
      var port = group.listenHandingOver(ANY_PORT, () -> _ -> new Naming(), StreamOptions.DEFAULTS);
      group.start();
      List<Peer> peers = Peer.several(40, port.localAddress());
      Set<String> loops = new HashSet<>();
      for (Peer peer : peers) {
        String loop = peer.loop();
        loops.add(loop);
        assertThat(peer.loop()).isEqualTo(loop);
      }
      assertThat(loops).containsExactlyInAnyOrder("loop-0", "loop-1", "loop-2", "loop-3");
      assertThat(spread(group)).containsExactly(10L, 10L, 10L, 10L);
      assertThat(group.totalCounts().opened()).isEqualTo(40);
      closeAll(peers);
      group.stop().get(20, SECONDS);
      assertThat(group.totalCounts().closed()).isEqualTo(40);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll", "poll", "select"})
  void theKernelGivesEachLoopSome(String driver) throws Exception {
    try (var group = group(3, driver)) {
      var port = group.listen(ANY_PORT, () -> _ -> new Naming());
      group.start();
      List<Peer> peers = Peer.several(400, port.localAddress());
      Set<String> loops = new HashSet<>();
      for (Peer peer : peers) {
        loops.add(peer.loop());
      }
      assertThat(loops).containsExactlyInAnyOrder("loop-0", "loop-1", "loop-2");
      assertThat(spread(group)).allMatch(count -> count > 0);
      assertThat(group.totalCounts().opened()).isEqualTo(400);
      closeAll(peers);
      group.stop().get(20, SECONDS);
    }
  }

  @Test
  void theLoopThatHasFewestGetsTheNext() throws Exception {
    BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    try (var group = group(2, "epoll")) {
      var port =
          group.listenHandingOver(
              ANY_PORT,
              () ->
                  _ ->
                      new Naming() {
                        @Override
                        public void connectionLost(LossReason reason) {
                          ended.add(Thread.currentThread().getName());
                        }
                      },
              StreamOptions.DEFAULTS);
      group.start();
      List<Peer> peers = Peer.several(6, port.localAddress());
      List<Peer> onFirst = new ArrayList<>();
      for (Peer peer : peers) {
        if (peer.loop().equals("loop-0")) {
          onFirst.add(peer);
        }
      }
      assertThat(onFirst).hasSize(3);
      closeAll(onFirst);
      for (int i = 0; i < 3; i++) {
        assertThat(ended.poll(20, SECONDS)).isEqualTo("loop-0");
      }
      for (int i = 0; i < 3; i++) {
        Peer more = Peer.of(port.localAddress());
        peers.add(more);
        assertThat(more.loop()).isEqualTo("loop-0");
      }
      closeAll(peers);
    }
  }

  @Test
  void aUnixSocketIsHandedOverAndItsPathRemoved() throws Exception {
    Path path = folder.resolve("socket");
    try (var group = group(2, "epoll")) {
      group.listen(UnixDomainSocketAddress.of(path), () -> _ -> new Naming());
      group.start();
      List<SocketChannel> peers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path));
        peers.add(peer);
        peer.write(ByteBuffer.wrap(new byte[1]));
        assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(1);
      }
      assertThat(spread(group)).containsExactly(2L, 2L);
      closeAll(peers);
      group.stop().get(20, SECONDS);
      assertThat(path).doesNotExist();
    }
  }

  @Test
  void aSocketThatWasPassedIsHandedOver() throws Exception {
    try (Socket passed = Socket.openFor(ANY_PORT, SocketType.STREAM);
        var group = group(2, "epoll")) {
      passed.bind(ANY_PORT).listen();
      SocketAddress address = Objects.requireNonNull(passed.localAddress());
      var port =
          group.listener(OpenFiles.copyOf(passed), () -> _ -> new Naming(), StreamOptions.DEFAULTS);
      assertThat(port.localAddress()).isEqualTo(address);
      group.start();
      List<Peer> peers = Peer.several(4, address);
      for (Peer peer : peers) {
        assertThat(peer.loop()).startsWith("loop-");
      }
      assertThat(spread(group)).containsExactly(2L, 2L);
      closeAll(peers);
      group.stop().get(20, SECONDS);
    }
  }

  @Test
  void aLoopThatIsHeldUpDoesNotHoldUpTheOthers() throws Exception {
    var held = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    try (var group = group(2, "epoll")) {
      var port =
          group.listenHandingOver(
              ANY_PORT,
              () ->
                  _ ->
                      new Naming() {
                        @Override
                        public void dataReceived(ByteBuffer data) {
                          if (Thread.currentThread().getName().equals("loop-0")) {
                            held.countDown();
                            await(goesOn);
                          }
                          super.dataReceived(data);
                        }
                      },
              StreamOptions.DEFAULTS);
      group.start();
      List<Peer> peers = Peer.several(2, port.localAddress());
      peers.getFirst().ask();
      assertThat(held.await(20, SECONDS)).isTrue();
      assertThat(peers.getLast().loop()).isEqualTo("loop-1");
      peers.addAll(Peer.several(2, port.localAddress()));
      assertThat(peers.getLast().loop()).isEqualTo("loop-1");
      assertThat(peers.get(2).isSilentFor(50)).isTrue();
      goesOn.countDown();
      assertThat(peers.getFirst().line()).isEqualTo("loop-0");
      assertThat(peers.get(2).loop()).isEqualTo("loop-0");
      closeAll(peers);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatBelongsToOneLoopIsNotForAnother() throws Exception {
    BlockingQueue<Naming> made = new LinkedBlockingQueue<>();
    BlockingQueue<Throwable> refused = new LinkedBlockingQueue<>();
    try (var group = group(2, "epoll")) {
      var port =
          group.listenHandingOver(
              ANY_PORT,
              () ->
                  _ ->
                      new Naming() {
                        @Override
                        public void connectionMade(Transport transport) {
                          super.connectionMade(transport);
                          made.add(this);
                        }
                      },
              StreamOptions.DEFAULTS);
      group.start();
      try (Peer first = Peer.of(port.localAddress());
          Peer second = Peer.of(port.localAddress())) {
        Naming one = Objects.requireNonNull(made.poll(20, SECONDS));
        Naming other = Objects.requireNonNull(made.poll(20, SECONDS));
        Reactor loop = one.transport.reactor();
        assertThat(group.reactors()).contains(loop, other.transport.reactor());
        loop.execute(() -> {
          try {
            other.say("from elsewhere");
          } catch (WrongThreadException e) {
            refused.add(e);
          }
        });
        assertThat(refused.poll(20, SECONDS))
            .isNotNull()
            .hasMessageContaining("loop-0")
            .hasMessageContaining("loop-1");
        assertThat(List.of(first.loop(), second.loop())).containsExactly("loop-0", "loop-1");
      }
    }
  }

  @Test
  void theLimitOfConnectionsIsALoops() throws Exception {
    StreamOptions two = StreamOptions.builder().connectionLimit(2).build();
    try (var group = group(2, "epoll")) {
      var port = group.listenHandingOver(ANY_PORT, () -> _ -> new Naming(), two);
      group.start();
      List<Peer> peers = Peer.several(4, port.localAddress());
      for (Peer peer : peers) {
        assertThat(peer.loop()).startsWith("loop-");
      }
      Peer fifth = Peer.of(port.localAddress());
      fifth.ask();
      assertThat(fifth.isSilentFor(100)).isTrue();
      assertThat(spread(group)).containsExactly(2L, 2L);
      peers.getFirst().close();
      assertThat(fifth.line()).isEqualTo("loop-0");
      peers.add(fifth);
      closeAll(peers);
    }
  }

  @Test
  void whomAFactoryDoesNotWantIsClosedAndLeavesRoom() throws Exception {
    StreamOptions one = StreamOptions.builder().connectionLimit(1).build();
    try (var group = group(2, "epoll")) {
      var port = group.listenHandingOver(ANY_PORT, () -> _ -> (Protocol) null, one);
      group.start();
      for (int i = 0; i < 8; i++) {
        try (Peer peer = Peer.of(port.localAddress())) {
          assertThat(peer.line()).isEmpty();
        }
      }
      assertThat(group.totalCounts().refused()).isEqualTo(8);
      assertThat(spread(group)).containsExactly(0L, 0L);
    }
  }

  @Test
  void oneLoopAloneNeedsNobodyToAccept() throws Exception {
    try (var group = group(1, "epoll")) {
      var port = group.listenHandingOver(ANY_PORT, () -> _ -> new Naming(), StreamOptions.DEFAULTS);
      group.listen(UnixDomainSocketAddress.of(folder.resolve("x")), () -> _ -> new Naming());
      group.start();
      try (Peer peer = Peer.of(port.localAddress())) {
        assertThat(peer.loop()).isEqualTo("loop-0");
        assertThat(Thread.getAllStackTraces().keySet())
            .noneMatch(thread -> thread.getName().equals("loop-accept"));
      }
      group.stop().get(20, SECONDS);
      assertThat(Files.exists(folder.resolve("x"))).isFalse();
    }
  }

  @Test
  void aSimulatedNetworkIsRefused() throws Exception {
    var node = new SimulatedNetwork(1).node("one");
    var builder = Reactor.builder().driver(node::driver).stallThreshold(null);
    try (var group = ReactorGroup.of(2, builder)) {
      assertThatThrownBy(() -> group.listen(node.address(0), () -> _ -> new Naming()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("loops that share a port");
    }
  }
}
