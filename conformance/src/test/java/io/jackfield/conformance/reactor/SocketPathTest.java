package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SocketPath;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file that a bound Unix socket has: who removes it, and who must not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SocketPathTest {
  private static final SocketPath TAKE_STALE = SocketPath.DEFAULTS.takesStale(true);

  @TempDir Path folder;

  /** What is bound to a path. */
  enum Kind {
    STREAM(SocketType.STREAM),
    DATAGRAMS(SocketType.DATAGRAM),
    PACKETS(SocketType.SEQUENCED_PACKET);

    final SocketType type;

    Kind(SocketType type) {
      this.type = type;
    }

    /** Binds one by a reactor; what it returns closes it. */
    Runnable open(Reactor reactor, Path path, SocketPath how) throws IOException {
      var address = UnixDomainSocketAddress.of(path);
      DatagramOptions messages = DatagramOptions.builder().socketPath(how).build();
      return switch (this) {
        case STREAM -> {
          ListeningPort port =
              reactor.listen(
                  address, _ -> new Recorder(), StreamOptions.builder().socketPath(how).build());
          yield port::stop;
        }
        case DATAGRAMS -> {
          DatagramTransport port =
              reactor.listenDatagrams(address, new DatagramRecorder(), messages);
          yield port::close;
        }
        case PACKETS -> {
          ListeningPort port =
              reactor.datagrams().listenPackets(address, _ -> new DatagramRecorder(), messages);
          yield port::stop;
        }
      };
    }

    /** What a server of that kind leaves behind that was killed. */
    void leaveBehind(Path path) throws IOException {
      try (Socket gone = bind(path)) {
        assertThat(gone.localAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
      }
    }

    Socket bind(Path path) throws IOException {
      var address = UnixDomainSocketAddress.of(path);
      return Socket.openFor(address, type).bind(address);
    }
  }

  private Path path() {
    return folder.resolve("socket");
  }

  @ParameterizedTest
  @EnumSource
  void itIsRemovedWhenThePortIsClosedOrTheReactorStops(Kind kind) throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      Runnable close = kind.open(scene.server(), path(), SocketPath.DEFAULTS);
      assertThat(path()).exists();
      close.run();
      scene.step();
      assertThat(path()).doesNotExist();
      kind.open(scene.server(), path(), SocketPath.DEFAULTS);
      assertThat(path()).exists();
    }
    assertThat(path()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void itIsRemovedWhenTheReactorIsTornDown(Kind kind) throws Exception {
    try (Reactor reactor = Reactor.create()) {
      kind.open(reactor, path(), SocketPath.DEFAULTS);
    }
    assertThat(path()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void whatSomebodyElseHasPutThereStays(Kind kind) throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      Runnable close = kind.open(scene.server(), path(), SocketPath.DEFAULTS);
      Files.delete(path());
      try (Socket other = kind.bind(path())) {
        close.run();
        scene.step();
        assertThat(path()).exists();
        assertThat(other.isOpen()).isTrue();
      }
      Files.delete(path());
      kind.open(scene.server(), path(), SocketPath.DEFAULTS);
      Files.delete(path());
    }
    assertThat(path()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aStaleOneMakesWayOnlyForWhoAsks(Kind kind) throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      for (Kind former : Kind.values()) {
        former.leaveBehind(path());
        assertThatThrownBy(() -> kind.open(scene.server(), path(), SocketPath.DEFAULTS))
            .isInstanceOf(AddressInUseException.class);
        assertThat(path()).exists();
        kind.open(scene.server(), path(), TAKE_STALE).run();
        scene.step();
        assertThat(path()).doesNotExist();
      }
      kind.open(scene.server(), path(), TAKE_STALE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsBoundNeverMakesWayWhetherItListensOrNot(Kind kind) throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      for (Kind other : Kind.values()) {
        try (Socket bound = other.bind(path())) {
          assertThatThrownBy(() -> kind.open(scene.server(), path(), TAKE_STALE))
              .isInstanceOf(AddressInUseException.class);
          if (other != Kind.DATAGRAMS) {
            bound.listen();
            assertThatThrownBy(() -> kind.open(scene.server(), path(), TAKE_STALE))
                .isInstanceOf(AddressInUseException.class);
            bound.timeout(Duration.ZERO);
            assertThat(bound.accept()).as("nobody has connected").isNull();
          }
          assertThat(path()).exists();
        }
        Files.delete(path());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoSocketNeverMakesWay(Kind kind) throws Exception {
    Files.writeString(path(), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
    try (World.Scene scene = World.EPOLL.open()) {
      for (Path one : new Path[] {path(), link, folder}) {
        assertThatThrownBy(() -> kind.open(scene.server(), one, TAKE_STALE))
            .isInstanceOf(AddressInUseException.class);
        assertThat(Files.exists(one, LinkOption.NOFOLLOW_LINKS)).isTrue();
      }
    }
    assertThat(path()).hasContent("precious");
  }

  @Test
  void aPassedListenersPathStays() throws Exception {
    try (Socket listening = Kind.STREAM.bind(path()).listen();
        World.Scene scene = World.EPOLL.open()) {
      scene
          .server()
          .descriptors()
          .listener(OpenFiles.copyOf(listening), _ -> new Recorder(), StreamOptions.DEFAULTS)
          .stop();
      assertThat(path()).exists();
    }
  }

  @Test
  void theJdksSocketsRemoveTheirsTooButHaveNoSayInWhoMayConnect() throws Exception {
    try (World.Scene scene = World.NIO.open()) {
      Runnable close = Kind.STREAM.open(scene.server(), path(), SocketPath.DEFAULTS);
      assertThat(path()).exists();
      assertThatThrownBy(() -> Kind.STREAM.open(scene.server(), path(), SocketPath.DEFAULTS))
          .isInstanceOf(AddressInUseException.class);
      close.run();
      assertThat(path()).doesNotExist();
      SocketPath ours = SocketPath.DEFAULTS.permissions(0600);
      assertThatThrownBy(() -> Kind.STREAM.open(scene.server(), path(), ours))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("say in who may connect");
      Kind.STREAM.bind(path()).close();
      assertThat(path()).exists();
      Kind.STREAM.open(scene.server(), path(), TAKE_STALE);
    }
    assertThat(path()).doesNotExist();
  }

  @Test
  void aSimulatedPathIsNoFile() throws Exception {
    Files.writeString(path(), "precious");
    try (World.Scene scene = World.SIMULATED.open()) {
      Kind.STREAM.open(scene.server(), path(), SocketPath.DEFAULTS).run();
      scene.step();
    }
    assertThat(path()).hasContent("precious");
  }

  @Test
  void onlyAPathHasPermissionsAndIsStale() throws Exception {
    StreamOptions options =
        StreamOptions.builder().socketPath(SocketPath.DEFAULTS.permissions(0600)).build();
    try (World.Scene scene = World.EPOLL.open()) {
      var name = AbstractUnixAddress.of("jackfield-" + ProcessHandle.current().pid());
      assertThatThrownBy(() -> scene.server().listen(name, _ -> new Recorder(), options))
          .isInstanceOf(IllegalArgumentException.class);
      InetSocketAddress tcp = scene.anyPort();
      assertThatThrownBy(() -> scene.server().listen(tcp, _ -> new Recorder(), options))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(SocketPath.DEFAULTS.permissions(0777).permissions()).hasValue(0777);
    assertThatThrownBy(() -> SocketPath.DEFAULTS.permissions(01000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("01000");
    assertThatThrownBy(() -> SocketPath.DEFAULTS.permissions(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRelativePathIsOneToo() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(path());
    try (World.Scene scene = World.EPOLL.open()) {
      Runnable close = Kind.DATAGRAMS.open(scene.server(), relative, SocketPath.DEFAULTS);
      try (Socket sender =
          Socket.openFor(UnixDomainSocketAddress.of(path()), SocketType.DATAGRAM)) {
        sender.sendTo(ByteBuffer.wrap("x".getBytes(UTF_8)), UnixDomainSocketAddress.of(path()));
      }
      close.run();
      scene.step();
      assertThat(path()).doesNotExist();
    }
  }
}
