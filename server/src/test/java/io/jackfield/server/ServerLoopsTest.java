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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
}
