package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Drivers;
import io.jackfield.socket.TooManyOpenFilesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several servers on one event loop. */
@Timeout(30)
final class ServerLoopTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int EMFILE = 24;
  private static final int EINVAL = 22;

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Sends back each chunk; a chunk that begins with {@code (} leaves it midway. */
  private final class Echo implements Exchange {
    private boolean midway;

    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      threads.add(Thread.currentThread());
      midway = chunk.get(chunk.position()) == '(';
      answer.write(chunk);
      return Next.MORE;
    }

    @Override
    public boolean isMidway() {
      return midway;
    }
  }

  private void echo(DatagramRequest request) throws IOException {
    threads.add(Thread.currentThread());
    request.reply(ByteBuffer.wrap(request.data()));
  }

  private TcpServer streams(ServerLoops loop) throws IOException {
    return TcpServer.at(Peer.ANY_PORT)
        .exchange(() -> new Echo())
        .engine(Engine.on(loop))
        .drainTimeout(LONG)
        .open();
  }

  private UdpServer datagrams(ServerLoops loop) throws IOException {
    return UdpServer.at(Peer.ANY_PORT)
        .exchange(this::echo)
        .engine(Engine.on(loop))
        .drainTimeout(LONG)
        .open();
  }

  private static Thread serve(ServerLoops loop) {
    return Thread.ofPlatform().start(loop::serveForever);
  }

  @Test
  void oneThreadServesAllOfThem() throws Exception {
    try (var loop = ServerLoops.open(1, Drivers::poll);
        var first = streams(loop);
        var second = streams(loop);
        var third = datagrams(loop)) {
      assertThat(loop.driverName()).isEqualTo("poll");
      assertThat(third.driverName()).contains("poll");
      Thread serving = serve(loop);
      try (var one = Peer.of(first);
          var two = Peer.of(second);
          var three = new DatagramPeer(third.address())) {
        assertThat(one.send("1").receive(1)).isEqualTo("1");
        assertThat(two.send("2").receive(1)).isEqualTo("2");
        three.send("3");
        assertThat(three.receive()).isEqualTo("3");
      }
      assertThat(threads).containsExactly(serving);
    }
  }

  @Test
  void aShortDatagramLeavesStreamsAllRoomInItsMemory() throws Exception {
    try (var loop = ServerLoops.open(1, Drivers::epoll);
        var first = streams(loop);
        var second = datagrams(loop)) {
      serve(loop);
      try (var one = Peer.of(first);
          var two = new DatagramPeer(second.address())) {
        two.send("short");
        assertThat(two.receive()).isEqualTo("short");
        assertThat(one.send("longer than that").receive(16)).isEqualTo("longer than that");
      }
    }
  }

  @Test
  void aServerThatStopsLeavesTheOthersAtWork() throws Exception {
    try (var loop = ServerLoops.open(1, Drivers::epoll);
        var first = streams(loop);
        var second = datagrams(loop)) {
      Thread serving = serve(loop);
      try (var idle = Peer.of(first);
          var peer = new DatagramPeer(second.address())) {
        assertThat(idle.send("1").receive(1)).isEqualTo("1");
        first.shutdown();
        assertThat(idle.receiveAll()).isEmpty();
        assertThat(first.awaitEnd(SOON)).isTrue();
        assertThat(Peer.refuses(first.address())).isTrue();
        peer.send("2");
        assertThat(peer.receive()).isEqualTo("2");
        second.shutdown();
        assertThat(second.awaitEnd(SOON)).isTrue();
        assertThat(loop.awaitEnd(SOON)).isTrue();
        assertThat(serving.join(SOON)).isTrue();
      }
    }
  }

  @Test
  void whenAllStopWhatIsWholeEndsAtOnceThoughAnotherServerMustWait() throws Exception {
    try (var loop = ServerLoops.open(1, Drivers::epoll);
        var first = streams(loop);
        var second = streams(loop);
        var third = datagrams(loop)) {
      serve(loop);
      try (var idle = Peer.of(first);
          var midway = Peer.of(second)) {
        assertThat(idle.send("1").receive(1)).isEqualTo("1");
        assertThat(midway.send("(").receive(1)).isEqualTo("(");
        loop.shutdown();
        assertThat(idle.receiveAll()).isEmpty();
        assertThat(first.awaitEnd(SOON)).isTrue();
        assertThat(third.awaitEnd(SOON)).isTrue();
        assertThat(second.awaitEnd(Duration.ZERO)).isFalse();
        assertThat(midway.send(")").receiveAll()).isEqualTo(")");
        assertThat(second.awaitEnd(SOON)).isTrue();
        assertThat(loop.awaitEnd(SOON)).isTrue();
      }
    }
  }

  @Test
  void whatHadArrivedAtAnyOfThemWhenTheyStopIsAnswered() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var loop = ServerLoops.open(1, Drivers::epoll);
          var first = streams(loop);
          var second = datagrams(loop)) {
        serve(loop);
        try (var one = Peer.of(first);
            var two = new DatagramPeer(second.address())) {
          assertThat(one.send("a").receive(1)).isEqualTo("a");
          one.send("b");
          two.send("c");
          loop.shutdown();
          assertThat(one.receiveAll()).isEqualTo("b");
          assertThat(two.receive()).isEqualTo("c");
        }
      }
    }
  }

  @Test
  void oneThatNeverServedGivesItsPortsBackWhenItIsClosed() throws Exception {
    ServerLoops loop = ServerLoops.open(1, Drivers::epoll);
    TcpServer first = streams(loop);
    UdpServer second = datagrams(loop);
    first.close();
    loop.close();
    assertThat(first.awaitEnd(SOON)).isTrue();
    assertThat(second.awaitEnd(SOON)).isTrue();
    assertThat(Peer.refuses(first.address())).isTrue();
    try (var again = UdpServer.at(second.address()).handler(Handlers.DatagramEcho::new).open()) {
      assertThat(again.address()).isEqualTo(second.address());
    }
    loop.serveForever(); // Returns at once.
  }

  @Test
  void itServesOnce() throws Exception {
    try (var loop = ServerLoops.open(1, Drivers::epoll);
        var first = streams(loop)) {
      Thread serving = serve(loop);
      try (var peer = Peer.of(first)) {
        assertThat(peer.send("1").receive(1)).isEqualTo("1");
        assertThatThrownBy(first::serveForever).isInstanceOf(IllegalStateException.class);
        assertThat(peer.send("2").receive(1)).isEqualTo("2");
      }
      loop.shutdown();
      assertThat(serving.join(SOON)).isTrue();
    }
  }

  @Test
  void oneWithoutServersEndsWhenItIsToldTo() throws Exception {
    try (var loop = ServerLoops.open(1, Drivers::epoll)) {
      Thread serving = serve(loop);
      loop.shutdown();
      assertThat(serving.join(SOON)).isTrue();
    }
  }

  @Test
  void aConnectionThatCannotBeAcceptedIsToldToTheHooks() throws Exception {
    var errors = new ArrayBlockingQueue<IOException>(1);
    var hooks =
        new ServerHooks<StreamRequest>() {
          @Override
          public void handleTakeError(IOException error) {
            errors.add(error);
          }
        };
    var network = new ContrivedDriver();
    try (var loop = ServerLoops.open(1, network::open);
        var server =
            TcpServer.at(Peer.ANY_PORT)
                .exchange(() -> new Echo())
                .hooks(hooks)
                .engine(Engine.on(loop))
                .open()) {
      serve(loop);
      network.happen(listener -> listener.completions().accepted(null, -EMFILE));
      assertThat(errors.take())
          .isInstanceOf(TooManyOpenFilesException.class)
          .hasMessageStartingWith("accept 127.0.0.1:");
      assertThat(server.counts().notTaken()).isEqualTo(1);
      try (var peer = Peer.of(server)) {
        assertThat(peer.send("x").receive(1)).isEqualTo("x");
      }
    }
  }

  /** As on engines that wait: a socket that listens no longer is of no use to anybody. */
  @Test
  void aListenerOfNoUseEndsItsServer() throws Exception {
    var network = new ContrivedDriver();
    try (var loop = ServerLoops.open(1, network::open);
        var server =
            TcpServer.at(Peer.ANY_PORT)
                .exchange(() -> new Echo())
                .engine(Engine.on(loop))
                .drainTimeout(Duration.ofMillis(100))
                .open()) {
      Thread serving = serve(loop);
      network.happen(listener -> listener.completions().accepted(null, -EINVAL));
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(serving.join(SOON)).isTrue();
      assertThat(server.counts().notTaken()).isEqualTo(1);
    }
  }
}
