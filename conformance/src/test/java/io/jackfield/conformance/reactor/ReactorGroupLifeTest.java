package io.jackfield.conformance.reactor;

import static io.jackfield.conformance.reactor.GroupPeers.ANY_PORT;
import static io.jackfield.conformance.reactor.GroupPeers.closeAll;
import static io.jackfield.conformance.reactor.GroupPeers.spread;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.conformance.reactor.GroupPeers.Naming;
import io.jackfield.conformance.reactor.GroupPeers.Peer;
import io.jackfield.reactor.GroupPort;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorCounts;
import io.jackfield.reactor.ReactorGroup;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.socket.AddressInUseException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a group begins and ends, and one of its loops before it; nothing is left open. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReactorGroupLifeTest {
  private static ReactorGroup group(int loops) throws IOException {
    return ReactorGroup.of(loops, Reactor.builder().driver(Drivers::epoll));
  }

  private static GroupPort listen(ReactorGroup group, SocketAddress at, boolean handingOver)
      throws IOException {
    return handingOver
        ? group.listenHandingOver(at, () -> _ -> new Naming(), StreamOptions.DEFAULTS)
        : group.listen(at, () -> _ -> new Naming());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStopSaysGoodbyeOnEachLoop(boolean handingOver) throws Exception {
    try (var group = group(2)) {
      GroupPort port = listen(group, ANY_PORT, handingOver);
      group.start();
      List<Peer> peers = Peer.several(10, port.localAddress());
      for (Peer peer : peers) {
        peer.loop();
      }
      CompletableFuture<Void> stopped = group.stop();
      for (Peer peer : peers) {
        assertThat(peer.line()).isEqualTo("goodbye");
        assertThat(peer.line()).isEmpty();
      }
      closeAll(peers);
      stopped.get(20, SECONDS);
      assertThat(group.stop()).isCompleted();
    }
  }

  @ParameterizedTest
  @CsvSource({"epoll, false", "epoll, true", "io_uring, false", "io_uring, true"})
  void underLoadTooNothingIsLeftOpen(String driver, boolean handingOver) throws Exception {
    stopUnderLoad(driver, handingOver); // Whatever the first time loads.
    long before = OpenFiles.ofLoops();
    for (int i = 0; i < 5; i++) {
      stopUnderLoad(driver, handingOver);
    }
    assertThat(OpenFiles.ofLoops()).isLessThanOrEqualTo(before);
  }

  /** Clients come and go all the time while it stops; each is served, or ends, or is refused. */
  private static void stopUnderLoad(String driver, boolean handingOver) throws Exception {
    var over = new AtomicBoolean();
    var many = new CountDownLatch(50);
    try (var group = GroupPeers.group(3, driver)) {
      GroupPort port = listen(group, ANY_PORT, handingOver);
      group.start();
      List<Thread> clients =
          IntStream.range(0, 2)
              .mapToObj(_ ->
                  Thread.ofPlatform()
                      .start(() -> {
                        while (!over.get()) {
                          try (Peer peer = Peer.of(port.localAddress())) {
                            peer.loop();
                          } catch (IOException e) {
                            // Refused, or reset in the queue.
                          }
                          many.countDown();
                        }
                      }))
              .toList();
      assertThat(many.await(20, SECONDS)).isTrue();
      group.stop().get(20, SECONDS);
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }
      ReactorCounts counts = group.totalCounts();
      assertThat(counts.opened()).isPositive().isEqualTo(counts.closed());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPortThatStopsIsFreeForAnotherGroupAndItsConnectionsGoOn(boolean handingOver)
      throws Exception {
    try (var group = group(2);
        var next = group(2)) {
      GroupPort port = listen(group, ANY_PORT, handingOver);
      group.start();
      try (Peer old = Peer.of(port.localAddress())) {
        old.loop();
        port.stop().get(20, SECONDS);
        port.stop().get(20, SECONDS);
        listen(next, port.localAddress(), handingOver);
        next.start();
        try (Peer peer = Peer.of(port.localAddress())) {
          peer.loop();
        }
        old.loop();
        assertThat(group.totalCounts().opened()).isEqualTo(1);
        assertThat(next.totalCounts().opened()).isEqualTo(1);
      }
    }
  }

  @Test
  void aPortIsAsGoodAsTakenForOthersUnlessItIsToBeShared() throws Exception {
    StreamOptions shared =
        StreamOptions.builder().socketOption(StandardSocketOptions.SO_REUSEPORT, true).build();
    try (var one = group(2);
        var other = group(2);
        var alone = Reactor.create()) {
      GroupPort port = one.listen(ANY_PORT, () -> _ -> new Naming());
      assertThatThrownBy(() -> other.listen(port.localAddress(), () -> _ -> new Naming()))
          .isInstanceOf(AddressInUseException.class);
      assertThatThrownBy(() -> alone.listen(port.localAddress(), _ -> new Naming()))
          .isInstanceOf(AddressInUseException.class);
      GroupPort open = one.listen(ANY_PORT, () -> _ -> new Naming(), shared);
      assertThat(other.listen(open.localAddress(), () -> _ -> new Naming(), shared).localAddress())
          .isEqualTo(open.localAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyAttemptsAtATakenAddressLeaveNothingOpen(boolean handingOver) throws Exception {
    try (var taken = Reactor.create();
        var group = group(2)) {
      SocketAddress address = taken.listen(ANY_PORT, _ -> new Naming()).localAddress();
      assertThatThrownBy(() -> listen(group, address, handingOver))
          .isInstanceOf(AddressInUseException.class);
      long before = OpenFiles.ofLoops();
      for (int i = 0; i < 1_024; i++) {
        assertThatThrownBy(() -> listen(group, address, handingOver))
            .isInstanceOf(AddressInUseException.class);
      }
      assertThat(OpenFiles.ofLoops()).isLessThanOrEqualTo(before);
      listen(group, ANY_PORT, handingOver);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneThatNeverStartsGivesEverythingBack(boolean stopped) throws Exception {
    SocketAddress sharing;
    SocketAddress handing;
    try (var group = group(2)) {
      sharing = listen(group, ANY_PORT, false).localAddress();
      handing = listen(group, ANY_PORT, true).localAddress();
      if (stopped) {
        assertThat(group.stop()).isCompleted();
        assertThatThrownBy(group::start).isInstanceOf(IllegalStateException.class);
      }
    }
    try (var again = group(2)) {
      listen(again, sharing, true);
      listen(again, handing, false);
    }
  }

  @Test
  void itStartsOnceAndPortsAreOpenedBefore() throws Exception {
    try (var group = group(2)) {
      group.start();
      assertThatThrownBy(group::start).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> listen(group, ANY_PORT, false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("before");
      assertThatThrownBy(() -> listen(group, ANY_PORT, true))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aGroupHasOneLoopAtLeastAndNotTooMany() throws Exception {
    assertThatThrownBy(() -> group(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> group(ReactorGroup.MAX_LOOPS + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to " + ReactorGroup.MAX_LOOPS);
    try (var most = group(ReactorGroup.MAX_LOOPS);
        var usual = ReactorGroup.create()) {
      assertThat(most.reactors()).hasSize(ReactorGroup.MAX_LOOPS);
      assertThat(usual.reactors()).hasSize(Runtime.getRuntime().availableProcessors());
    }
  }

  // ---- a loop that fails ------------------------------------------------------------------------

  /** An epoll driver that can be made to break. */
  private static Driver breakable(Driver inner, AtomicBoolean broken) {
    return (Driver)
        Proxy.newProxyInstance(
            ReactorGroupLifeTest.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (_, method, arguments) -> {
              if (method.getName().equals("await") && broken.get()) {
                throw new IOException("broken for a test");
              }
              try {
                return method.invoke(inner, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLoopThatFailsTakesNoOtherWithIt(boolean handingOver) throws Exception {
    List<AtomicBoolean> broken = new ArrayList<>();
    var builder =
        Reactor.builder()
            .driver(() -> {
              broken.add(new AtomicBoolean());
              return breakable(Drivers.epoll(), broken.getLast());
            });
    try (var group = ReactorGroup.of(2, builder)) {
      GroupPort port = listen(group, ANY_PORT, handingOver);
      group.start();
      List<Peer> peers = Peer.several(handingOver ? 2 : 64, port.localAddress());
      for (Peer peer : peers) {
        peer.loop();
      }
      Reactor first = group.reactors().getFirst();
      first.execute(() -> broken.getFirst().set(true));
      first.stop().get(20, SECONDS);
      closeAll(peers);
      for (int i = 0; i < 8; i++) {
        try (Peer peer = Peer.of(port.localAddress())) {
          assertThat(peer.loop()).isEqualTo("loop-1");
        }
      }
      assertThat(spread(group).getLast()).isGreaterThanOrEqualTo(9);
      assertThatThrownBy(() -> group.stop().get(20, SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("broken for a test");
    }
  }
}
