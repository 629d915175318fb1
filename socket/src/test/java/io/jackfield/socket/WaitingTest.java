package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a wait: readiness, a close, an interrupt, the time. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WaitingTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @ParameterizedTest
  @EnumSource
  void aReceiveWaitsForItsData(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      var receiving = threads.run(() -> pair.server().receive(ByteBuffer.allocate(8)));
      receiving.awaitWaiting(pair.server());
      pair.client().sendAll(Pairs.bytes("abc"));
      assertThat(receiving.result().get(10, TimeUnit.SECONDS)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReaderAndAWriterWaitOnOneSocketAtTheSameTime(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      int much = 8 << 20;
      var writing =
          threads.run(() -> {
            pair.server().sendAll(ByteBuffer.allocate(much));
            return 0;
          });
      var reading = threads.run(() -> pair.server().receive(ByteBuffer.allocate(8)));
      reading.awaitWaiting(pair.server());
      pair.client().sendAll(Pairs.bytes("abc"));
      assertThat(reading.result().get(10, TimeUnit.SECONDS)).isEqualTo(3);
      ByteBuffer into = ByteBuffer.allocate(much);
      while (into.hasRemaining()) {
        pair.client().receive(into);
      }
      writing.result().get(10, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsWaitForOneListenerAndEachGetsAConnection(Threads threads) throws Exception {
    int count = 40;
    try (Socket listener =
        Pairs.listener(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
      SocketAddress at = requireNonNull(listener.localAddress());
      var accepting = new ArrayList<Threads.Running<Socket>>();
      for (int i = 0; i < count; i++) {
        accepting.add(threads.run(() -> requireNonNull(listener.accept())));
      }
      for (int i = 0; i < count; i++) {
        Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
        client.connect(at);
      }
      for (var one : accepting) {
        one.result().get(10, TimeUnit.SECONDS).close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTimeIsUpNoEarlierThanSaid(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      pair.server().timeout(SHORT);
      long before = System.nanoTime();
      var receiving = threads.run(() -> pair.server().receive(ByteBuffer.allocate(8)));
      assertThatThrownBy(() -> receiving.result().get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("recv")
          .hasMessageContaining("50 ms");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(pair.server().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseFromAnotherThreadWakesTheWaiter(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      var receiving = threads.run(() -> pair.server().receive(ByteBuffer.allocate(8)));
      receiving.awaitWaiting(pair.server());
      pair.server().close();
      assertThatThrownBy(() -> receiving.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(AsynchronousCloseException.class);
      assertThatThrownBy(() -> pair.server().receive(ByteBuffer.allocate(8)))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWakesEveryWaiter(Threads threads) throws Exception {
    Socket listener = Pairs.listener(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    var accepting = new ArrayList<Threads.Running<Socket>>();
    for (int i = 0; i < 20; i++) {
      accepting.add(threads.run(() -> requireNonNull(listener.accept())));
    }
    accepting.getFirst().awaitWaiting(listener);
    listener.close();
    for (var one : accepting) {
      assertThatThrownBy(() -> one.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptClosesTheSocketAndIsKept(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      var receiving =
          threads.run(() -> {
            assertThatThrownBy(() -> pair.server().receive(ByteBuffer.allocate(8)))
                .isInstanceOf(ClosedByInterruptException.class);
            return Thread.currentThread().isInterrupted();
          });
      receiving.awaitWaiting(pair.server());
      receiving.thread().interrupt();
      assertThat(receiving.result().get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(pair.server().isOpen()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptBeforeTheCallCounts(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().sendAll(Pairs.bytes("there already"));
      var receiving =
          threads.run(() -> {
            Thread.currentThread().interrupt();
            return pair.server().receive(ByteBuffer.allocate(8));
          });
      assertThatThrownBy(() -> receiving.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(ClosedByInterruptException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShutdownEndsTheReceivesOfADatagramSocketToo(Threads threads) throws Exception {
    try (Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      var receiving = threads.run(() -> socket.receiveFrom(ByteBuffer.allocate(8)));
      receiving.awaitWaiting(socket);
      assertThatThrownBy(() -> socket.shutdown(ShutdownHow.READ)).hasMessageContaining("ENOTCONN");
      assertThat(receiving.result().get(10, TimeUnit.SECONDS))
          .isEqualTo(new ReceivedDatagram(null, 0, false));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneMayAwaitBytesWithoutABufferAndFindsThemThenWithoutAWait(Threads threads)
      throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      var awaiting = threads.run(() -> pair.server().awaitReceivable(() -> false));
      awaiting.awaitWaiting(pair.server());
      pair.client().sendAll(Pairs.bytes("abc"));
      assertThat(awaiting.result().get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(pair.server().awaitReceivable(() -> false)).isTrue(); // Nobody took them.
      ByteBuffer into = ByteBuffer.allocate(8);
      assertThat(pair.server().receive(into, MessageFlag.DONT_WAIT)).isEqualTo(3);
      pair.client().close();
      assertThat(pair.server().awaitReceivable(() -> false)).isTrue();
      assertThat(pair.server().receive(into, MessageFlag.DONT_WAIT)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoAwaitsBytesIsWokenToStopAndHasATimeOutLikeAnyReceiver(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      assertThat(pair.server().awaitReceivable(() -> true)).isFalse();
      var stop = new AtomicBoolean();
      var awaiting =
          threads.run(() -> {
            int looks = 0;
            while (pair.server().awaitReceivable(stop::get)) {
              looks++;
            }
            return looks;
          });
      awaiting.awaitWaiting(pair.server());
      stop.set(true);
      pair.server().wakeReceivers();
      assertThat(awaiting.result().get(10, TimeUnit.SECONDS)).isEqualTo(1);
      pair.server().timeout(SHORT);
      assertThatThrownBy(() -> pair.server().awaitReceivable(() -> false))
          .isInstanceOf(SocketTimeoutException.class);
      pair.server().timeout(Duration.ZERO);
      assertThat(pair.server().awaitReceivable(() -> false)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWakeUpHasTheReceiverLookAgainAndStopIfItIsTold(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      var stop = new AtomicBoolean();
      var receiving = threads.run(() -> pair.server().receive(ByteBuffer.allocate(8), stop::get));
      receiving.awaitWaiting(pair.server());
      pair.server().wakeReceivers(); // For nothing: it goes on waiting.
      receiving.awaitWaiting(pair.server());
      assertThat(receiving.result().isDone()).isFalse();
      stop.set(true);
      pair.server().wakeReceivers();
      assertThat(receiving.result().get(10, TimeUnit.SECONDS)).isEqualTo(-1);
      pair.client().sendAll(Pairs.bytes("late"));
      while (pair.server().available() < 4) {
        Thread.onSpinWait();
      }
      assertThat(pair.server().receive(ByteBuffer.allocate(8), stop::get)).isEqualTo(4);
      assertThat(pair.server().receive(ByteBuffer.allocate(8), stop::get)).isEqualTo(-1);
    }
  }

  @Test
  void inZeroTimeAnAcceptAndAReceiveFindNothing() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      assertThat(pair.listener().timeout(Duration.ZERO).accept()).isNull();
      assertThat(pair.server().timeout(Duration.ZERO).receive(ByteBuffer.allocate(8))).isZero();
    }
  }

  @Test
  void inZeroTimeAConnectGoesOnAndSaysLaterHowItWent() throws Exception {
    try (Socket listener =
            Pairs.listener(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      client.timeout(Duration.ZERO);
      SocketAddress at = requireNonNull(listener.localAddress());
      while (!client.connect(at)) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> client.connect(at)).isInstanceOf(AlreadyConnectedException.class);
      requireNonNull(listener.accept()).close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectToAFullUnixQueueWaitsAndRunsOutOfTime(Threads threads, @TempDir Path folder)
      throws Exception {
    SocketAddress at = Pairs.Kind.UNIX.any(folder);
    var waiting = new ArrayList<Socket>();
    try (Socket listener =
        Socket.open(StandardProtocolFamily.UNIX, SocketType.STREAM).bind(at).listen(0)) {
      Socket first = Socket.openFor(at, SocketType.STREAM);
      waiting.add(first);
      assertThat(first.connect(at)).isTrue();
      Socket second = Socket.openFor(at, SocketType.STREAM).timeout(SHORT);
      waiting.add(second);
      var connecting = threads.run(() -> second.connect(at));
      assertThatThrownBy(() -> connecting.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(SocketTimeoutException.class);
      second.timeout(Socket.NEVER);
      var again = threads.run(() -> second.connect(at));
      requireNonNull(listener.accept()).close();
      assertThat(again.result().get(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }
}
