package io.jackfield.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Drivers;
import io.jackfield.server.StreamKind.Served;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One server takes another's place, with its sockets; on every engine that has descriptors. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HandedStreamsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int GENERATIONS = 5;
  private static final int CLIENTS = 40;

  @TempDir private static Path folder;

  private static Certificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.in(folder);
  }

  static List<Served> served() {
    return StreamKind.onAllEngines()
        .filter(one -> !one.engine().name().equals("LOOP_ON_NIO"))
        .toList();
  }

  private static StreamServerBuilder<? extends BaseServer> at(SocketAddress address, Served served)
      throws IOException {
    return served
        .kind()
        .at(address, certificate)
        .engine(served.engine().engine())
        .handler(Handlers.Echo.class);
  }

  private static BaseServer first(Served served) throws IOException {
    return at(served.kind().anyAddress(folder), served).start();
  }

  /** Another server with the sockets of one that serves. */
  private static BaseServer next(Served served, BaseServer before) throws IOException {
    return at(before.address(), served)
        .sockets(GivenSockets.inherited(before.duplicateSockets()))
        .start();
  }

  private static Line connect(Served served, BaseServer server) throws IOException {
    return served.kind().connect(server.address(), certificate);
  }

  @ParameterizedTest
  @MethodSource("served")
  void conversationsGoOnWithTheOldOneAndNewOnesAreTheNextOnes(Served served) throws Exception {
    try (BaseServer old = first(served);
        Line early = connect(served, old)) {
      assertThat(early.send("a").receive(1)).isEqualTo("a");
      try (BaseServer next = next(served, old)) {
        old.retire();
        old.retire(); // Does nothing.
        assertThat(next.address()).isEqualTo(old.address());
        for (int i = 0; i < CLIENTS; i++) {
          try (Line late = connect(served, next)) {
            assertThat(late.send("b").end().receiveAll()).isEqualTo("b");
          }
        }
        assertThat(next.counts().taken() + old.counts().taken()).isEqualTo(CLIENTS + 1);
        assertThat(next.counts().taken()).isPositive();
        assertThat(old.awaitEnd(Duration.ZERO)).isFalse();
        assertThat(early.send("c").end().receiveAll()).isEqualTo("c");
        assertThat(old.awaitEnd(SOON)).isTrue();
      }
      assertThat(StreamKind.isFree(old.address())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void nobodyIsRefusedWhileOneFollowsTheOther(Served served) throws Exception {
    List<BaseServer> all = new ArrayList<>(List.of(first(served)));
    SocketAddress address = all.getFirst().address();
    var failure = new AtomicReference<@Nullable Throwable>();
    var answered = new AtomicInteger();
    var stop = new AtomicBoolean();
    Thread client =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (!stop.get() || answered.get() < CLIENTS) {
                  try (Line line = served.kind().connect(address, certificate)) {
                    assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
                  }
                  answered.incrementAndGet();
                }
              } catch (Exception | AssertionError e) {
                failure.set(e);
              }
            });
    try {
      for (int i = 1; i < GENERATIONS; i++) {
        all.add(next(served, all.getLast()));
        all.get(i - 1).retire();
        assertThat(all.get(i - 1).awaitEnd(SOON)).isTrue();
      }
      stop.set(true);
      client.join();
      assertThat(failure.get()).isNull();
      assertThat(all.stream().mapToLong(one -> one.counts().taken()).sum())
          .isEqualTo(answered.get());
      assertThat(all.stream().mapToLong(one -> one.counts().failed()).sum()).isZero();
    } finally {
      stop.set(true);
      all.forEach(BaseServer::close);
    }
  }

  static List<Served> ofUnix() {
    return served().stream().filter(one -> one.kind().isUnix()).toList();
  }

  @ParameterizedTest
  @MethodSource("ofUnix")
  void theFileOfAUnixSocketStaysUntilTheLastEnds(Served served) throws Exception {
    try (BaseServer old = first(served)) {
      var unix = (UnixDomainSocketAddress) old.address();
      try (BaseServer next = next(served, old)) {
        old.retire();
        assertThat(old.awaitEnd(SOON)).isTrue();
        assertThat(unix.getPath()).exists();
        assertThat(next.address()).isEqualTo(unix);
      }
      assertThat(unix.getPath()).doesNotExist();
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void aLentSocketIsTheLendersAfterwards(Served served) throws Exception {
    SocketAddress wanted = served.kind().anyAddress(folder);
    try (Socket lender = Socket.openFor(wanted, SocketType.STREAM).bind(wanted).listen()) {
      SocketAddress address = requireNonNull(lender.localAddress());
      for (int i = 0; i < 2; i++) { // Again, by another server.
        var lent = GivenSockets.lent(List.of(PassedDescriptor.duplicateOf(lender)));
        assertThat(lent.address()).isEqualTo(address);
        try (BaseServer server = at(lent.address(), served).sockets(lent).start();
            Line line = connect(served, server)) {
          assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
        }
        if (address instanceof UnixDomainSocketAddress unix) {
          assertThat(unix.getPath()).exists();
        }
        SocketChannel.open(address).close(); // Waits in the lender's queue.
        assertThat(lender.accept()).isNotNull();
      }
    } finally {
      if (wanted instanceof UnixDomainSocketAddress unix) {
        Files.deleteIfExists(unix.getPath());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("served")
  void aShutdownGivesWhatGoesOnADeadline(Served served) throws Exception {
    try (BaseServer old =
            at(served.kind().anyAddress(folder), served).drainTimeout(Duration.ZERO).start();
        Line idle = connect(served, old)) {
      assertThat(idle.send("a").receive(1)).isEqualTo("a");
      try (BaseServer next = next(served, old)) {
        old.retire();
        assertThat(idle.send("b").receive(1)).isEqualTo("b");
        old.shutdown();
        assertThat(old.awaitEnd(SOON)).isTrue();
        try (Line late = connect(served, next)) {
          assertThat(late.send("c").end().receiveAll()).isEqualTo("c");
        }
      }
    }
  }

  /** The number of loops before and after: each socket must have one that takes from it. */
  @ParameterizedTest
  @CsvSource({"4, 4", "4, 2", "4, 1", "1, 3", "2, 3"})
  void eachSocketIsServedHoweverManyLoopsThereAre(int before, int after) throws Exception {
    try (TcpServer old = onLoops(Peer.ANY_PORT, before).start()) {
      List<PassedDescriptor> sockets = old.duplicateSockets();
      assertThat(sockets).hasSize(before);
      try (TcpServer next =
          onLoops(old.address(), after).sockets(GivenSockets.inherited(sockets)).start()) {
        old.retire();
        assertThat(old.awaitEnd(SOON)).isTrue();
        for (int i = 0; i < 2 * CLIENTS; i++) {
          try (Peer peer = Peer.of(next)) {
            assertThat(peer.send("x").end().receiveAll()).isEqualTo("x");
          }
        }
        assertThat(next.counts().taken()).isEqualTo(2 * CLIENTS);
        assertThat(next.countsByLoop()).hasSize(after);
        List<PassedDescriptor> again = next.duplicateSockets();
        assertThat(again).hasSize(Math.max(before, after));
        again.forEach(PassedDescriptor::close);
      }
    }
  }

  /** Those of one Unix address are one socket, with one file. */
  @ParameterizedTest
  @CsvSource({"2, 2", "2, 1", "1, 2"})
  void aUnixSocketOfSeveralLoopsIsHandedOverWithItsFile(int before, int after) throws Exception {
    UnixDomainSocketAddress at = UnixDomainSocketAddress.of(folder.resolve("loops"));
    try (UnixStreamServer old = onLoops(at, before).start()) {
      List<PassedDescriptor> sockets = old.duplicateSockets();
      assertThat(sockets).hasSize(before);
      try (UnixStreamServer next =
          onLoops(at, after).sockets(GivenSockets.inherited(sockets)).start()) {
        old.retire();
        assertThat(old.awaitEnd(SOON)).isTrue();
        assertThat(at.getPath()).exists();
        for (int i = 0; i < CLIENTS; i++) {
          try (Line line = StreamKind.UNIX.connect(at, certificate)) {
            assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
          }
        }
        assertThat(next.counts().taken()).isEqualTo(CLIENTS);
        assertThat(next.countsByLoop()).hasSize(after);
      }
      assertThat(at.getPath()).doesNotExist();
    }
  }

  private static StreamServerBuilder<UnixStreamServer> onLoops(
      UnixDomainSocketAddress at, int loops) {
    return UnixStreamServer.at(at)
        .handler(Handlers.Echo::new)
        .engine(Engine.eventLoop(Drivers::epoll, loops));
  }

  private static StreamServerBuilder<TcpServer> onLoops(InetSocketAddress at, int loops) {
    return TcpServer.at(at)
        .handler(Handlers.Echo::new)
        .engine(Engine.eventLoop(Drivers::epoll, loops));
  }

  @Test
  void oneThatCannotTakeSeveralRefusesThemAndLeavesThemOpen() throws Exception {
    try (TcpServer old = onLoops(Peer.ANY_PORT, 2).start();
        var given = GivenSockets.inherited(old.duplicateSockets())) {
      assertThatThrownBy(() ->
              TcpServer.at(old.address())
                  .handler(Handlers.Echo::new)
                  .engine(Engine.threads())
                  .sockets(given)
                  .open())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("there are 2 sockets, and this engine takes from one");
      try (TcpServer next = onLoops(old.address(), 1).sockets(given).start();
          Peer peer = Peer.of(next)) {
        assertThat(peer.send("x").end().receiveAll()).isEqualTo("x");
      }
    }
  }

  @Test
  void channelsOfTheJdkAreNotGivenAwayAndCannotBeGiven() throws Exception {
    try (TcpServer nio =
            TcpServer.at(Peer.ANY_PORT)
                .handler(Handlers.Echo::new)
                .engine(Engine.eventLoop(Drivers::nio))
                .start();
        TcpServer other = onLoops(Peer.ANY_PORT, 1).start()) {
      assertThatThrownBy(nio::duplicateSockets)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("nio");
      try (var given = GivenSockets.inherited(other.duplicateSockets())) {
        assertThatThrownBy(() ->
                TcpServer.at(Peer.ANY_PORT)
                    .handler(Handlers.Echo::new)
                    .engine(Engine.eventLoop(Drivers::nio))
                    .sockets(given)
                    .open())
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("nio");
      }
    }
  }

  @Test
  void whatIsNoListeningSocketOfThatKindIsRefused() throws Exception {
    try (Socket datagrams = Socket.openFor(Peer.ANY_PORT, SocketType.DATAGRAM).bind(Peer.ANY_PORT);
        Socket quiet = Socket.openFor(Peer.ANY_PORT, SocketType.STREAM).bind(Peer.ANY_PORT);
        Socket other = Socket.openFor(Peer.ANY_PORT, SocketType.STREAM).bind(Peer.ANY_PORT)) {
      assertRefused(datagrams, "is a socket of type DATAGRAM, not STREAM");
      assertRefused(quiet, "is a socket that does not listen");
      assertThatThrownBy(() ->
              GivenSockets.inherited(
                  List.of(
                      PassedDescriptor.duplicateOf(quiet), PassedDescriptor.duplicateOf(other))))
          .hasMessageContaining("one server's sockets have two addresses");
      assertThatThrownBy(() -> GivenSockets.lent(List.of(PassedDescriptor.of(1 << 20))))
          .hasMessageContaining("is no socket that has an address");
      assertThatThrownBy(() -> GivenSockets.lent(List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void assertRefused(Socket socket, String why) throws IOException {
    try (var given = GivenSockets.lent(List.of(PassedDescriptor.duplicateOf(socket)))) {
      for (Engine engine : List.of(Engine.threads(), Engine.eventLoop(Drivers::epoll))) {
        assertThatThrownBy(() ->
                TcpServer.at(Peer.ANY_PORT)
                    .handler(Handlers.Echo::new)
                    .engine(engine)
                    .sockets(given)
                    .open())
            .isInstanceOf(IOException.class)
            .hasMessageContaining(why);
      }
      assertThatThrownBy(() ->
              UnixStreamServer.at(UnixDomainSocketAddress.of("/x"))
                  .handler(Handlers.Echo::new)
                  .sockets(given)
                  .open())
          .hasMessageContaining("is of another kind");
    }
  }
}
