package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.ReactorGroup;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.socket.AddressInUseException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same servers on several event loops. */
@Timeout(60)
final class ServerLoopsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int CLIENTS = 200;

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Which threads called one conversation. */
  private final Map<Object, Set<Thread>> byConversation = new ConcurrentHashMap<>();

  /** Sends back each chunk; a chunk that begins with {@code (} leaves it midway. */
  private final class Echo implements Exchange {
    private boolean midway;

    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      threads.add(Thread.currentThread());
      byConversation
          .computeIfAbsent(this, _ -> ConcurrentHashMap.newKeySet())
          .add(Thread.currentThread());
      midway = chunk.get(chunk.position()) == '(';
      answer.write(chunk);
      return Next.MORE;
    }

    @Override
    public boolean isMidway() {
      return midway;
    }
  }

  private static final DatagramExchange NAME_OF_THREAD =
      request -> request.reply(ByteBuffer.wrap(Thread.currentThread().getName().getBytes(UTF_8)));

  private TcpServer streams(ServerLoops loops) throws IOException {
    return streams(Peer.ANY_PORT, loops);
  }

  private TcpServer streams(InetSocketAddress at, ServerLoops loops) throws IOException {
    return TcpServer.at(at)
        .exchange(() -> new Echo())
        .engine(Engine.on(loops))
        .drainTimeout(LONG)
        .open();
  }

  private static UdpServer datagrams(ServerLoops loops) throws IOException {
    return datagrams(Peer.ANY_PORT, loops);
  }

  private static UdpServer datagrams(InetSocketAddress at, ServerLoops loops) throws IOException {
    return UdpServer.at(at)
        .exchange(NAME_OF_THREAD)
        .engine(Engine.on(loops))
        .drainTimeout(LONG)
        .open();
  }

  private static Thread serve(ServerLoops loops) {
    return Thread.ofPlatform().name("serving").start(loops::serveForever);
  }

  @Test
  void eachLoopServesSomeAndAConversationStaysOnItsOwn() throws Exception {
    try (var loops = ServerLoops.open(3, Drivers::epoll);
        TcpServer server = streams(loops)) {
      assertThat(loops.driverName()).isEqualTo("epoll");
      Thread serving = serve(loops);
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        peers.add(Peer.of(server));
      }
      for (int i = 0; i < 2; i++) {
        for (Peer peer : peers) {
          assertThat(peer.send("x").receive(1)).isEqualTo("x");
        }
      }
      assertThat(threads.stream().map(Thread::getName))
          .containsExactlyInAnyOrder("serving", "serving-2", "serving-3");
      assertThat(byConversation).hasSize(CLIENTS).allSatisfy((_, by) -> assertThat(by).hasSize(1));
      assertThat(server.counts().taken()).isEqualTo(CLIENTS);
      assertThat(server.countsByLoop()).hasSize(3).allMatch(counts -> counts.taken() > 0);
      loops.shutdown();
      for (Peer peer : peers) {
        assertThat(peer.receiveAll()).isEmpty();
        peer.close();
      }
      assertThat(server.awaitEnd(LONG)).isTrue();
      assertThat(loops.awaitEnd(LONG)).isTrue();
      assertThat(serving.join(LONG)).isTrue();
      assertThat(Peer.refuses(server.address())).isTrue();
    }
  }

  @Test
  void whoSendsDatagramsIsAlwaysWithTheSameLoop() throws Exception {
    Map<String, Integer> loopsSeen = new HashMap<>();
    try (var loops = ServerLoops.open(2, Drivers::epoll);
        UdpServer server = datagrams(loops)) {
      serve(loops);
      for (int i = 0; i < 64; i++) {
        try (var peer = new DatagramPeer(server.address())) {
          peer.send("1");
          String loop = peer.receive();
          peer.send("2");
          assertThat(peer.receive()).isEqualTo(loop);
          loopsSeen.merge(loop, 1, Integer::sum);
        }
      }
      assertThat(loopsSeen).containsOnlyKeys("serving", "serving-2");
      assertThat(server.counts().taken()).isEqualTo(128);
    }
  }

  @Test
  void whatIsMidwayWhenTheyStopIsFinishedOnAnyLoop() throws Exception {
    try (var loops = ServerLoops.open(2, Drivers::epoll);
        TcpServer server = streams(loops)) {
      serve(loops);
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        Peer peer = Peer.of(server);
        peers.add(peer);
        assertThat(peer.send("(").receive(1)).isEqualTo("(");
      }
      loops.shutdown();
      for (Peer peer : peers) {
        assertThat(peer.send(")").receiveAll()).isEqualTo(")");
        peer.close();
      }
      assertThat(loops.awaitEnd(LONG)).isTrue();
    }
  }

  @Test
  void theyServeOnce() throws Exception {
    try (var loops = ServerLoops.open(2, Drivers::epoll);
        TcpServer server = streams(loops)) {
      Thread serving = serve(loops);
      try (var peer = Peer.of(server)) {
        assertThat(peer.send("1").receive(1)).isEqualTo("1");
        assertThatThrownBy(server::serveForever).isInstanceOf(IllegalStateException.class);
        assertThat(peer.send("2").receive(1)).isEqualTo("2");
      }
      loops.shutdown();
      assertThat(serving.join(LONG)).isTrue();
      loops.serveForever(); // Returns at once.
    }
  }

  @Test
  void thoseThatNeverServedGiveTheirPortsBack() throws Exception {
    SocketAddress address;
    try (var never = ServerLoops.open(2, Drivers::epoll)) {
      address = streams(never).address();
    }
    assertThat(Peer.refuses(address)).isTrue();
  }

  @Test
  void aTakenAddressIsRefusedAlthoughItIsShared() throws Exception {
    try (var loops = ServerLoops.open(2, Drivers::epoll);
        var others = ServerLoops.open(2, Drivers::epoll);
        TcpServer stream = streams(loops);
        UdpServer datagram = datagrams(loops)) {
      assertThatThrownBy(() -> streams(stream.address(), others))
          .isInstanceOf(AddressInUseException.class);
      assertThatThrownBy(() -> datagrams(datagram.address(), others))
          .isInstanceOf(AddressInUseException.class);
    }
  }

  @Test
  void theyAreOneAtLeastAndNotTooMany() throws Exception {
    assertThatThrownBy(() -> ServerLoops.open(0, Drivers::epoll))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ServerLoops.open(ReactorGroup.MAX_LOOPS + 1, Drivers::epoll))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to " + ReactorGroup.MAX_LOOPS);
    ServerLoops.open(ReactorGroup.MAX_LOOPS, Drivers::epoll).close();
    try (var one = ServerLoops.open(1, Drivers::epoll);
        TcpServer server = streams(one)) {
      assertThat(server.countsByLoop()).hasSize(1);
    }
  }

  /** Holds up its loop at {@code !} until it is let go. */
  private static final class Holding implements Exchange {
    private final CountDownLatch held;
    private final CountDownLatch letGo;

    Holding(CountDownLatch held, CountDownLatch letGo) {
      this.held = held;
      this.letGo = letGo;
    }

    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      if (chunk.get(chunk.position()) == '!') {
        held.countDown();
        try {
          letGo.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      answer.write(chunk);
      return Next.MORE;
    }
  }

  /** The kernel has no port there that sockets could share. */
  @ParameterizedTest
  @EnumSource(names = {"LOOP_ON_IO_URING", "LOOP_ON_EPOLL", "LOOP_ON_POLL", "LOOP_ON_SELECT"})
  void aUnixSocketIsSpreadToo(Engines engine, @TempDir Path folder) throws Exception {
    var at = UnixDomainSocketAddress.of(folder.resolve("s"));
    var held = new CountDownLatch(1);
    var letGo = new CountDownLatch(1);
    var driver = ((Engine.EventLoop) engine.engine()).driver();
    try (var server =
        UnixStreamServer.at(at)
            .exchange(() -> new Holding(held, letGo))
            .engine(Engine.eventLoop(driver, 2))
            .drainTimeout(LONG)
            .start()) {
      assertThat(server.address()).isEqualTo(at);
      try (Line first = Line.plain(SocketChannel.open(at))) {
        first.send("!");
        held.await();
        for (int i = 0; i < 5; i++) {
          try (Line other = Line.plain(SocketChannel.open(at))) {
            assertThat(other.send("x").receive(1)).isEqualTo("x");
          }
        }
        letGo.countDown();
        assertThat(first.receive(1)).isEqualTo("!");
      }
      assertThat(server.countsByLoop()).hasSize(2).allMatch(counts -> counts.taken() > 0);
      server.shutdown();
      assertThat(server.awaitEnd(LONG)).isTrue();
      assertThat(at.getPath()).doesNotExist();
    }
  }

  /** What does not share keeps to one loop. */
  @Test
  void whereItCannotBeSpreadItIsOneLoops(@TempDir Path folder) throws Exception {
    var at = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (var server =
        UnixStreamServer.at(at)
            .exchange(() -> new Echo())
            .engine(Engine.eventLoop(Drivers::nio, 2))
            .start()) {
      try (Line line = Line.plain(SocketChannel.open(at))) {
        assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
      }
      assertThat(server.countsByLoop()).hasSize(1);
    }
    try (var server =
        UnixDatagramServer.at(UnixDomainSocketAddress.of(folder.resolve("d")))
            .exchange(NAME_OF_THREAD)
            .engine(Engine.eventLoop(Drivers::epoll, 2))
            .start()) {
      assertThat(server.countsByLoop()).hasSize(1);
    }
  }

  @Test
  void aUnixSocketThatCannotBeHadLeavesNothingBehind(@TempDir Path folder) throws Exception {
    var at = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (var server = UnixStreamServer.at(at).exchange(() -> new Echo()).open()) {
      assertThatThrownBy(() ->
              UnixStreamServer.at(at)
                  .exchange(() -> new Echo())
                  .engine(Engine.eventLoop(Drivers::epoll, 2))
                  .open())
          .isInstanceOf(AddressInUseException.class);
      assertThat(server.address()).isEqualTo(at);
      assertThat(at.getPath()).exists();
    }
    try (var server =
        UnixStreamServer.at(at)
            .exchange(() -> new Echo())
            .engine(Engine.eventLoop(Drivers::epoll, 2))
            .open()) {
      assertThat(server.address()).isEqualTo(at);
    }
    assertThat(at.getPath()).doesNotExist();
  }
}
