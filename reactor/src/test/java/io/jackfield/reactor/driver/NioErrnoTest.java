package io.jackfield.reactor.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.Errno;
import io.jackfield.socket.KernelFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK's exceptions stand for: of a real kernel where it can be made to fail. */
@Timeout(30)
final class NioErrnoTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  /** What makes a channel fail. */
  private interface Mishap {
    void happen(Path folder) throws IOException;
  }

  /** A row each: the number, and how the kernel is made to give it. */
  enum Row {
    ECONNREFUSED(_ -> {
      try (var bound = SocketChannel.open().bind(ANY_PORT)) {
        SocketChannel.open(bound.getLocalAddress()).close();
      }
    }),
    ECONNRESET(_ -> afterReset(connection -> connection.read(ByteBuffer.allocate(1)))),
    EPIPE(_ ->
        afterReset(connection -> {
          assertThat(failureOf(() -> connection.read(ByteBuffer.allocate(1)))).isNotNull();
          connection.write(ByteBuffer.allocate(1));
          connection.write(ByteBuffer.allocate(1));
        })),
    EADDRINUSE(_ -> {
      try (var first = ServerSocketChannel.open().bind(ANY_PORT);
          var second = ServerSocketChannel.open()) {
        second.bind(first.getLocalAddress());
      }
    }),
    EADDRNOTAVAIL(_ -> {
      try (var channel = SocketChannel.open()) {
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0));
      }
    }),
    ENETUNREACH(_ -> {
      try (var channel = SocketChannel.open(StandardProtocolFamily.INET)) {
        channel.connect(new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 9));
      }
    }),
    EMSGSIZE(_ -> {
      try (var channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
        channel.send(ByteBuffer.allocate(65_508), new InetSocketAddress(loopback(), 9));
      }
    }),
    ENOENT(folder -> SocketChannel.open(at(folder, "nobody")).close()),
    ENOTDIR(folder -> SocketChannel.open(at(Files.createFile(folder.resolve("x")), "y")).close()),
    EPROTOTYPE(_ -> {
      throw new SocketException("Protocol wrong type for socket");
    }),
    EBADF(_ -> {
      var channel = SocketChannel.open();
      channel.close();
      channel.configureBlocking(false);
    }),
    ENOTCONN(_ -> {
      try (var channel = SocketChannel.open()) {
        channel.shutdownOutput();
      }
    }),
    EISCONN(_ -> {
      var peer = new InetSocketAddress(loopback(), 9);
      try (var channel = DatagramChannel.open().connect(peer)) {
        channel.connect(peer);
      }
    }),
    EALREADY(_ -> {
      try (var channel = SocketChannel.open()) {
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9));
        channel.connect(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9));
      }
    }),
    EINVAL(_ -> {
      try (var channel = SocketChannel.open(StandardProtocolFamily.INET)) {
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
      }
    }),
    EMFILE(_ -> {
      throw new IOException("Too many open files");
    }),
    ENFILE(_ -> {
      throw new IOException("Too many open files in system");
    }),
    EACCES(_ -> {
      throw new BindException("Permission denied");
    }),
    ETIMEDOUT(_ -> {
      throw new ConnectException("Connection timed out");
    }),
    EHOSTUNREACH(_ -> {
      throw new NoRouteToHostException("No route to host");
    }),
    EPROTO(_ -> {
      throw new ProtocolException("Protocol error");
    }),
    EIO(_ -> {
      throw new FileNotFoundException("what nobody knows");
    });

    @SuppressWarnings("ImmutableEnumChecker") // A lambda that captures nothing.
    private final Mishap mishap;

    Row(Mishap mishap) {
      this.mishap = mishap;
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static SocketAddress at(Path folder, String name) {
    return UnixDomainSocketAddress.of(folder.resolve(name));
  }

  private interface Use {
    void of(SocketChannel connection) throws IOException;
  }

  /** A connection that its peer has reset. */
  private static void afterReset(Use use) throws IOException {
    try (var listener = ServerSocketChannel.open().bind(ANY_PORT);
        var client = SocketChannel.open(listener.getLocalAddress())) {
      try (SocketChannel server = listener.accept()) {
        server.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      use.of(client);
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private static Exception failureOf(Call call) {
    try {
      call.run();
    } catch (Exception e) {
      return e;
    }
    throw new AssertionError("it did not fail");
  }

  @ParameterizedTest
  @EnumSource
  void aFailureHasItsNumber(Row row, @TempDir Path folder) {
    Exception failure = failureOf(() -> row.mishap.happen(folder));
    assertThat(new Errno(NioErrno.of(failure)).symbol()).as("" + failure).isEqualTo(row.name());
  }

  @Test
  void aPortWhereNobodyIsRefuses() throws IOException {
    SocketAddress nobody;
    try (var gone = DatagramChannel.open(StandardProtocolFamily.INET).bind(ANY_PORT)) {
      nobody = gone.getLocalAddress();
    }
    try (var sender = DatagramChannel.open(StandardProtocolFamily.INET)) {
      sender.connect(nobody);
      sender.write(ByteBuffer.allocate(1));
      Exception failure = failureOf(() -> sender.receive(ByteBuffer.allocate(1)));
      assertThat(NioErrno.of(failure)).isEqualTo(NioErrno.ECONNREFUSED);
    }
  }

  /** In a language that is not known the type decides. */
  @Test
  void withoutWordsTheTypeDecides() {
    assertThat(NioErrno.of(new ConnectException("Verbindungsaufbau abgelehnt")))
        .isEqualTo(NioErrno.ECONNREFUSED);
    assertThat(NioErrno.of(new BindException())).isEqualTo(NioErrno.EADDRINUSE);
    assertThat(NioErrno.of(new NoRouteToHostException())).isEqualTo(NioErrno.EHOSTUNREACH);
    assertThat(NioErrno.of(new IOException("Datenübergabe unterbrochen"))).isEqualTo(NioErrno.EIO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection refused: getsockopt", "Connection refused"})
  void whatItWasDoingIsLeftOut(String words) {
    assertThat(NioErrno.of(new SocketException(words))).isEqualTo(NioErrno.ECONNREFUSED);
  }

  @Test
  void theExceptionIsTheOneThatOtherDriversThrowWithTheJdksAsItsCause() {
    var theirs = new BindException("Address already in use");
    IOException ours = NioErrno.exception("bind", theirs, ANY_PORT);
    assertThat(ours)
        .isInstanceOf(AddressInUseException.class)
        .isInstanceOf(KernelFailure.class)
        .hasMessage("bind 127.0.0.1:0: address already in use (EADDRINUSE)")
        .hasCause(theirs);
  }
}
