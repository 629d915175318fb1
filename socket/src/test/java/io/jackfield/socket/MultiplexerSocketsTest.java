package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is reported of sockets, the same by each mechanism. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MultiplexerSocketsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  @ParameterizedTest
  @EnumSource
  void aListenerIsReadableWhileAConnectionWaits(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Socket listener = Pairs.listener(ANY_PORT);
        Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      multiplexer.register(listener, Interest.READABLE, "listener");
      assertThat(Reports.now(multiplexer)).isEmpty();
      client.connect(requireNonNull(listener.localAddress()));
      assertThat(Reports.next(multiplexer).get("listener"))
          .isEqualTo(new Readiness(true, false, false, false, false, false));
      requireNonNull(listener.timeout(Duration.ZERO).accept()).close();
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamIsReadableWhileBytesWait(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pairs pair = Pairs.tcp()) {
      multiplexer.register(pair.server(), Interest.READABLE, "server");
      assertThat(Reports.now(multiplexer)).isEmpty();
      pair.client().sendAll(Pairs.bytes("abc"));
      assertThat(Reports.next(multiplexer)).containsOnlyKeys("server");
      pair.server().receive(ByteBuffer.allocate(2));
      assertThat(Reports.next(multiplexer)).containsOnlyKeys("server"); // A level: one is left.
      pair.server().receive(ByteBuffer.allocate(2));
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamIsWritableUnlessItIsFull(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pairs pair = Pairs.tcp()) {
      Socket client = pair.client().timeout(Duration.ZERO);
      multiplexer.register(client, Interest.WRITABLE, "client");
      assertThat(Reports.now(multiplexer).get("client"))
          .isEqualTo(new Readiness(false, true, false, false, false, false));
      ByteBuffer much = ByteBuffer.allocate(1 << 16);
      while (!Reports.now(multiplexer).isEmpty()) {
        client.send(much.clear());
      }
      while (Reports.now(multiplexer).isEmpty()) {
        pair.server().receive(much.clear());
      }
      assertThat(client.send(much.clear())).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectIsWritableOnceItIsMade(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Socket listener = Pairs.listener(ANY_PORT);
        Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      SocketAddress at = requireNonNull(listener.localAddress());
      client.timeout(Duration.ZERO).connect(at);
      multiplexer.register(client, Interest.WRITABLE, "client");
      assertThat(Reports.next(multiplexer)).containsOnlyKeys("client");
      assertThat(client.connect(at)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectThatFailsIsWritableAndItsCauseNamed(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      SocketAddress nobody;
      try (Socket listener = Pairs.listener(ANY_PORT)) {
        nobody = requireNonNull(listener.localAddress());
      }
      assertThat(client.timeout(Duration.ZERO).connect(nobody)).isFalse();
      multiplexer.register(client, Interest.WRITABLE, "client");
      boolean told = mechanism.can(Mechanism.Capability.CAUSES);
      assertThat(Reports.next(multiplexer).get("client"))
          .isEqualTo(new Readiness(false, true, false, told, told, false));
      assertThatThrownBy(() -> client.connect(nobody))
          .isInstanceOf(ConnectionRefusedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatEndsItsHalfIsReadableAndNamed(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pairs pair = Pairs.tcp()) {
      multiplexer.register(pair.server(), Interest.READABLE, "server");
      pair.client().shutdown(ShutdownHow.WRITE);
      boolean told = mechanism.can(Mechanism.Capability.CAUSES);
      assertThat(Reports.next(multiplexer).get("server"))
          .isEqualTo(new Readiness(true, false, false, false, false, told));
      assertThat(pair.server().receive(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetIsReadableAndWritableAndItsCauseNamed(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pairs pair = Pairs.tcp()) {
      pair.server().sendAll(Pairs.bytes("unread"));
      multiplexer.register(pair.server(), Interest.READABLE.and(Interest.WRITABLE), "server");
      while (pair.client().available() == 0) {
        Thread.onSpinWait();
      }
      pair.client().close(); // With something unread: the kernel resets.
      Readiness ready = Readiness.of(0, Interest.NOTHING);
      while (!ready.readable()) {
        ready = requireNonNull(Reports.next(multiplexer).get("server"));
      }
      boolean told = mechanism.can(Mechanism.Capability.CAUSES);
      assertThat(ready).isEqualTo(new Readiness(true, true, false, told, told, told));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUrgentByteIsPriority(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pairs pair = Pairs.tcp()) {
      multiplexer.register(pair.server(), Interest.PRIORITY, "server");
      pair.client().sendAll(Pairs.bytes("plain"));
      while (pair.server().available() < 5) {
        Thread.onSpinWait();
      }
      assertThat(Reports.now(multiplexer)).isEmpty();
      pair.client().send(Pairs.bytes("!"), MessageFlag.OUT_OF_BAND);
      assertThat(Reports.next(multiplexer).get("server"))
          .isEqualTo(new Readiness(false, false, true, false, false, false));
      ByteBuffer into = ByteBuffer.allocate(1);
      assertThat(pair.server().receive(into, MessageFlag.OUT_OF_BAND)).isEqualTo(1);
      assertThat(into.get(0)).isEqualTo((byte) '!');
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDatagramIsReadable(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Socket one = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM).bind(ANY_PORT);
        Socket other = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
      multiplexer.register(one, Interest.READABLE, "one");
      multiplexer.register(other, Interest.READABLE, "other");
      other.sendTo(Pairs.bytes("x"), one.localAddress());
      assertThat(Reports.next(multiplexer)).containsOnlyKeys("one");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAskedForCanBeChangedAndPaused(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pairs pair = Pairs.tcp()) {
      var server = multiplexer.register(pair.server(), Interest.NOTHING, "server");
      pair.client().sendAll(Pairs.bytes("abc"));
      while (pair.server().available() < 3) {
        Thread.onSpinWait();
      }
      assertThat(Reports.now(multiplexer)).isEmpty();
      assertThat(multiplexer.change(server, Interest.READABLE)).isTrue();
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("server");
      multiplexer.change(server, Interest.WRITABLE);
      assertThat(requireNonNull(Reports.now(multiplexer).get("server")).readable()).isFalse();
      multiplexer.change(server, Interest.NOTHING);
      pair.client().shutdown(ShutdownHow.BOTH);
      assertThat(Reports.now(multiplexer)).isEmpty();
      assertThat(multiplexer.remove(server)).isTrue();
      assertThat(multiplexer.remove(server)).isFalse();
      assertThat(multiplexer.change(server, Interest.READABLE)).isFalse();
    }
  }
}
