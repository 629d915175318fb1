package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.SocketPath;
import io.jackfield.server.DatagramKind.Client;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.BindException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How servers of the Unix domain take their paths, on every engine. */
@Timeout(30)
final class UnixPathsTest {
  private static final SocketPath FOR_THE_OWNER =
      SocketPath.DEFAULTS.permissions(0600).takesStale(true);

  private final Path folder;
  private final UnixDomainSocketAddress address;

  UnixPathsTest(@TempDir Path folder) {
    this.folder = folder;
    this.address = UnixDomainSocketAddress.of(folder.resolve("s"));
  }

  /** The JDK's channels, which one driver is made of, listen before anything can be said. */
  static Stream<AnyEngine> engines() {
    return AnyEngine.all().filter(engine -> !engine.name().equals("LOOP_ON_NIO"));
  }

  /** As a server leaves it that was killed. */
  private void leaveStale(SocketType type) throws IOException {
    Socket.openFor(address, type).bind(address).close();
    assertThat(address.getPath()).exists();
  }

  private void assertPermissions() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(address.getPath())))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aStaleFileMakesWayForOneWithThePermissionsThatWereSaid(AnyEngine engine) throws Exception {
    leaveStale(SocketType.STREAM);
    var builder = UnixStreamServer.at(address).handler(Handlers.Echo.class).engine(engine.engine());
    assertThatThrownBy(builder::open).isInstanceOf(BindException.class);
    try (var _ = builder.path(FOR_THE_OWNER).start();
        Line line = Line.plain(SocketChannel.open(address))) {
      assertPermissions();
      assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
    }
    assertThat(address.getPath()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("io.jackfield.server.AnyEngine#all")
  void aStaleFileMakesWayOnEveryEngine(AnyEngine engine) throws Exception {
    leaveStale(SocketType.STREAM);
    var builder = UnixStreamServer.at(address).handler(Handlers.Echo.class).engine(engine.engine());
    try (var _ = builder.path(SocketPath.DEFAULTS.takesStale(true)).start();
        Line line = Line.plain(SocketChannel.open(address))) {
      assertThat(line.send("x").end().receiveAll()).isEqualTo("x");
    }
    assertThat(address.getPath()).doesNotExist();
  }

  @Test
  void whereThereIsNoSayInPermissionsThatIsSaid() {
    var builder =
        UnixStreamServer.at(address)
            .handler(Handlers.Echo.class)
            .engine(Engines.LOOP_ON_NIO.engine());
    assertThatThrownBy(builder.path(FOR_THE_OWNER)::open)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("no say in who may connect");
    assertThat(address.getPath()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void ofDatagramsToo(AnyEngine engine) throws Exception {
    leaveStale(SocketType.DATAGRAM);
    var builder =
        UnixDatagramServer.at(address).handler(Handlers.DatagramEcho.class).engine(engine.engine());
    assertThatThrownBy(builder::open).isInstanceOf(BindException.class);
    try (var server = builder.path(FOR_THE_OWNER).start();
        Client client = DatagramKind.UNIX.connect(server.address(), folder)) {
      assertPermissions();
      client.send("x");
      assertThat(client.receive()).isEqualTo("x");
    }
    assertThat(address.getPath()).doesNotExist();
  }
}
