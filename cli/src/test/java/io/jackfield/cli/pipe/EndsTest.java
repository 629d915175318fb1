package io.jackfield.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class EndsTest {
  private static final Resolver NO_NAMES =
      name -> CompletableFuture.failedFuture(new UnknownHostException(name));
  private static final Door DOOR = new Door(1, false, _ -> true, _ -> {});

  @TempDir private Path folder;
  private Reactor reactor;

  @BeforeEach
  void start() throws Exception {
    reactor = Reactor.create();
    reactor.start();
  }

  @AfterEach
  void close() {
    reactor.close();
  }

  private Ends from(@Nullable InetSocketAddress source) {
    return new Ends(reactor, NO_NAMES, Duration.ofSeconds(20), source);
  }

  private <T> T awaited(CompletableFuture<T> what) throws Exception {
    while (!what.isDone()) {
      reactor.turn();
    }
    return what.join();
  }

  private static String endpoint(String scheme, InetAddress host, int port) {
    return scheme
        + "://"
        + (host.getHostAddress().contains(":") ? "[::1]" : "127.0.0.1")
        + ":"
        + port;
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void datagramsComeFromAPortWhateverTheFamily(String peer) throws Exception {
    InetAddress loopback = InetAddress.ofLiteral(peer);
    Ends ends = from(new InetSocketAddress(freePort(loopback)));
    End end = awaited(ends.open(Endpoint.parse(endpoint("udp", loopback, 9))));
    assertThat(end.transport().localAddress())
        .isInstanceOfSatisfying(
            InetSocketAddress.class, local -> assertThat(local.getAddress()).isEqualTo(loopback));
  }

  private static int freePort(InetAddress at) throws Exception {
    try (var server = new ServerSocket(0, 1, at)) {
      return server.getLocalPort();
    }
  }

  /** The kernel keeps the port for a minute for the connection that was before. */
  @Test
  void aConnectionMayComeFromThePortOfOneThatHasJustEnded() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    Ends ends = from(new InetSocketAddress(loopback, freePort(loopback)));
    for (int i = 0; i < 2; i++) {
      try (var server = new ServerSocket(0, 1, loopback)) {
        String to = endpoint("tcp", loopback, server.getLocalPort());
        End end = awaited(ends.open(Endpoint.parse(to)));
        try (var accepted = server.accept()) {
          end.transport().close();
          var _ = awaited(end.transport().ended());
          assertThat(accepted.getInputStream().read()).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void theFileOfAServerThatIsGoneIsReplacedAndThatOfOneThatLivesIsNot() throws Exception {
    Path file = folder.resolve("socket");
    try (var gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(UnixDomainSocketAddress.of(file));
    }
    assertThat(file).exists();
    Endpoint endpoint = Endpoint.parse("unix:" + file);
    assertThat(from(null).listen(endpoint, DOOR, _ -> {}).addresses()).hasSize(1);
    assertThatThrownBy(() -> from(null).listen(endpoint, DOOR, _ -> {}))
        .isInstanceOf(AddressInUseException.class);
  }
}
