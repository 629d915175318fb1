package io.jackfield.reactor.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.Ipv6Options;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.TcpOptions;
import io.jackfield.socket.option.Linger;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is the JDK's channels' alone; the rest is in the contract suites. */
@Timeout(30)
final class NioDriverTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  private static final long TURN_NANOS = 5_000_000;

  private @Nullable Driver made;

  @BeforeEach
  void open() throws IOException {
    made = Drivers.nio();
  }

  private Driver driver() {
    return requireNonNull(made);
  }

  @AfterEach
  void close() {
    driver().close();
  }

  /** Writes down what one handle is told. */
  private static final class Told implements Completions {
    final Handle handle;
    final List<Handle> accepted = new ArrayList<>();
    final List<Integer> connected = new ArrayList<>();
    final List<Integer> ended = new ArrayList<>();
    final List<String> received = new ArrayList<>();
    boolean closed;

    Told(Handle handle) {
      this.handle = handle;
      handle.attach(this);
    }

    @Override
    public void accepted(@Nullable Handle connection, int result) {
      if (connection == null) {
        ended.add(result);
      } else {
        accepted.add(connection);
      }
    }

    @Override
    public void connected(int result) {
      connected.add(result);
    }

    @Override
    public void received(Chunk chunk, int from, int to) {
      byte[] bytes = new byte[to - from];
      chunk.view(from, to).get(bytes);
      received.add(new String(bytes, US_ASCII));
    }

    @Override
    public void receiveEnded(int result) {
      ended.add(result);
    }

    @Override
    public void closed() {
      closed = true;
    }
  }

  private Told stream() throws IOException {
    return new Told(driver().open(StandardProtocolFamily.INET, SocketType.STREAM));
  }

  private void turnUntil(BooleanSupplier condition) throws IOException {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertThat(i).as("turns").isLessThan(4_000);
      driver().await(TURN_NANOS);
      assertThat(driver().complete()).isNotNegative();
    }
  }

  private Told listener() throws IOException {
    Told listener = stream();
    driver().bind(listener.handle, ANY_PORT);
    driver().listen(listener.handle, 16);
    return listener;
  }

  private SocketAddress address(Told of) {
    return requireNonNull(driver().localAddress(of.handle));
  }

  @Test
  void whatIsBoundKeepsItsPortWhenItBeginsToListen() throws IOException {
    Told socket = stream();
    driver().bind(socket.handle, ANY_PORT);
    SocketAddress bound = address(socket);
    driver().listen(socket.handle, 1);
    assertThat(address(socket)).isEqualTo(bound);
    try (var other = ServerSocketChannel.open()) {
      assertThatThrownBy(() -> other.bind(bound)).isInstanceOf(BindException.class);
    }
    assertThat(driver().getOption(socket.handle, StandardSocketOptions.SO_REUSEADDR)).isFalse();
  }

  @Test
  void anAddressIsFreeAsSoonAsItsListenerIsClosed() throws IOException {
    Told first = listener();
    driver().accept(first.handle, Integer.MAX_VALUE);
    driver().await(0);
    SocketAddress address = address(first);
    driver().close(first.handle, false);
    Told second = stream();
    driver().bind(second.handle, address);
    driver().listen(second.handle, 1);
    turnUntil(() -> first.closed);
  }

  @Test
  void whatAListenerCannotHaveItsConnectionsGet() throws IOException {
    Told listener = stream();
    driver().setOption(listener.handle, StandardSocketOptions.TCP_NODELAY, true);
    driver().setOption(listener.handle, SocketOptions.KEEP_ALIVE, true);
    driver().bind(listener.handle, ANY_PORT);
    driver().listen(listener.handle, 16);
    driver().accept(listener.handle, Integer.MAX_VALUE);
    try (SocketChannel _ = SocketChannel.open(address(listener))) {
      turnUntil(() -> !listener.accepted.isEmpty());
      Handle connection = listener.accepted.getFirst();
      assertThat(driver().getOption(connection, StandardSocketOptions.TCP_NODELAY)).isTrue();
      assertThat(driver().getOption(connection, SocketOptions.KEEP_ALIVE)).isTrue();
      driver().close(connection, false);
    }
  }

  @Test
  void optionsOfOursAreTheJdksUnderItsNames() throws IOException {
    Told socket = stream();
    driver().setOption(socket.handle, TcpOptions.KEEP_ALIVE_INTERVAL, Duration.ofMillis(6_001));
    assertThat(driver().getOption(socket.handle, TcpOptions.KEEP_ALIVE_INTERVAL))
        .isEqualTo(Duration.ofSeconds(7));
    driver().setOption(socket.handle, SocketOptions.LINGER, Linger.of(Duration.ofSeconds(3)));
    assertThat(driver().getOption(socket.handle, StandardSocketOptions.SO_LINGER)).isEqualTo(3);
    driver().setOption(socket.handle, SocketOptions.LINGER, Linger.off());
    assertThat(driver().getOption(socket.handle, SocketOptions.LINGER)).isEqualTo(Linger.off());
  }

  @Test
  void optionsThatTheJdkHasNotAreRefused() throws IOException {
    Told socket = stream();
    assertThatThrownBy(() -> driver().setOption(socket.handle, TcpOptions.CORK, true))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("TCP_CORK");
    assertThatThrownBy(() -> driver().getOption(socket.handle, SocketOptions.ERROR))
        .isInstanceOf(UnsupportedOperationException.class);
    Handle six = driver().open(StandardProtocolFamily.INET6, SocketType.STREAM);
    driver().setOption(six, Ipv6Options.V6_ONLY, false);
    assertThat(driver().getOption(six, Ipv6Options.V6_ONLY)).isFalse();
    assertThatThrownBy(() -> driver().setOption(six, Ipv6Options.V6_ONLY, true))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> driver().setOption(socket.handle, Ipv6Options.TRAFFIC_CLASS, 4))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** The JDK takes it for a connect that goes on, and would find it done. */
  @Test
  void aUnixListenersFullQueueIsToldAndCanBeTriedAgain(@TempDir Path folder) throws IOException {
    var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (var full = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1)) {
      var client = new Told(driver().open(StandardProtocolFamily.UNIX, SocketType.STREAM));
      List<SocketChannel> waiting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        waiting.add(SocketChannel.open(address));
      }
      driver().connect(client.handle, address);
      turnUntil(() -> client.connected.size() == 1);
      assertThat(client.connected).containsExactly(-NioErrno.EAGAIN);
      full.accept().close();
      driver().connect(client.handle, address);
      turnUntil(() -> client.connected.size() == 2);
      assertThat(client.connected.getLast()).isZero();
      for (SocketChannel one : waiting) {
        one.close();
      }
      driver().close(client.handle, false);
    }
  }

  @Test
  void twoPiecesOfOneChunkAreSentEachAsItIs() throws IOException {
    Told listener = listener();
    Told client = stream();
    driver().connect(client.handle, address(listener));
    driver().accept(listener.handle, Integer.MAX_VALUE);
    turnUntil(() -> !client.connected.isEmpty() && !listener.accepted.isEmpty());
    var server = new Told(listener.accepted.getFirst());
    driver().receive(server.handle, true);
    var outgoing = new Outgoing(driver().sendChunks());
    Chunk chunk = driver().sendChunks().take();
    chunk.bytes().put(0, "abcdef".getBytes(US_ASCII));
    outgoing.appendLent(chunk, 4, 6);
    outgoing.append(ByteBuffer.wrap(new byte[] {'-'}));
    outgoing.appendLent(chunk, 0, 3);
    chunk.release();
    while (!outgoing.isEmpty()) {
      outgoing.advance(driver().send(client.handle, outgoing));
    }
    turnUntil(() -> String.join("", server.received).length() == 6);
    assertThat(String.join("", server.received)).isEqualTo("ef-abc");
    assertThat(driver().sendChunks().inUse()).isZero();
  }

  @Test
  void aThreadThatIsInterruptedWaitsAllTheSameAndStaysInterrupted() throws IOException {
    long nanos = Duration.ofMillis(50).toNanos();
    Thread.currentThread().interrupt();
    long before = driver().nanoTime();
    driver().await(nanos);
    assertThat(driver().nanoTime() - before).isGreaterThanOrEqualTo(nanos);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatDoesNotListenAcceptsNothing() throws IOException {
    Told socket = stream();
    driver().accept(socket.handle, Integer.MAX_VALUE);
    turnUntil(() -> !socket.ended.isEmpty());
    assertThat(socket.ended).containsExactly(-NioErrno.EINVAL);
  }

  @Test
  void aDatagramSocketThatIsConnectedChangesItsPeerAndSendsToNobodyElse() throws IOException {
    var one = new Told(driver().open(StandardProtocolFamily.INET, SocketType.DATAGRAM));
    var two = new Told(driver().open(StandardProtocolFamily.INET, SocketType.DATAGRAM));
    driver().bind(one.handle, ANY_PORT);
    driver().bind(two.handle, ANY_PORT);
    var from = new Told(driver().open(StandardProtocolFamily.INET, SocketType.DATAGRAM));
    for (Told peer : List.of(one, two)) {
      driver().connect(from.handle, address(peer));
      assertThat(driver().remoteAddress(from.handle)).isEqualTo(address(peer));
    }
    ByteBuffer data = ByteBuffer.allocate(1);
    assertThat(driver().sendMessage(from.handle, data, address(one), List.of()))
        .isEqualTo(-NioErrno.EISCONN);
    assertThat(driver().sendMessage(from.handle, data, address(two), List.of())).isEqualTo(1);
    assertThat(driver().sendMessage(from.handle, ByteBuffer.allocate(0), null, List.of()))
        .isEqualTo(-NioErrno.EOPNOTSUPP);
    turnUntil(() -> from.connected.size() == 2);
    for (Told socket : List.of(one, two, from)) {
      driver().close(socket.handle, false);
    }
  }
}
