package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.Pairs.Kind;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramTest {
  private static final int LONGEST_OVER_IPV4 = 65_507;

  @TempDir private Path folder;

  private Socket bound(Kind kind) throws IOException {
    SocketAddress any = kind.any(folder);
    return Socket.openFor(any, SocketType.DATAGRAM).bind(any);
  }

  @ParameterizedTest
  @EnumSource
  void aDatagramArrivesWithItsSenderAndIsAnswered(Kind kind) throws IOException {
    try (Socket a = bound(kind);
        Socket b = bound(kind)) {
      assertThat(a.sendTo(Pairs.bytes("question"), b.localAddress())).isEqualTo(8);
      ByteBuffer into = ByteBuffer.allocate(64);
      ReceivedDatagram received = requireNonNull(b.receiveFrom(into));
      assertThat(received).isEqualTo(new ReceivedDatagram(a.localAddress(), 8, false));
      assertThat(Pairs.text(into)).isEqualTo("question");
      b.sendTo(Pairs.bytes("answer"), received.source());
      assertThat(a.receive(into.clear())).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyDatagramIsADatagram(Kind kind) throws IOException {
    try (Socket a = bound(kind);
        Socket b = bound(kind)) {
      a.sendTo(ByteBuffer.allocate(0), b.localAddress());
      assertThat(b.receiveFrom(ByteBuffer.allocate(8)))
          .isEqualTo(new ReceivedDatagram(a.localAddress(), 0, false));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDatagramThatDoesNotFitSaysItsRealLength(Kind kind) throws IOException {
    try (Socket a = bound(kind);
        Socket b = bound(kind)) {
      for (ByteBuffer into :
          new ByteBuffer[] {ByteBuffer.allocate(4), ByteBuffer.allocateDirect(4)}) {
        a.sendTo(Pairs.bytes("seven b"), b.localAddress());
        assertThat(b.receiveFrom(into)).isEqualTo(new ReceivedDatagram(a.localAddress(), 7, true));
        assertThat(Pairs.text(into)).isEqualTo("seve");
      }
    }
  }

  @Test
  void theLongestDatagramArrivesWholeAndOneByteMoreIsRefused() throws IOException {
    try (Socket a = bound(Kind.IPV4);
        Socket b = bound(Kind.IPV4)) {
      a.sendTo(ByteBuffer.allocate(LONGEST_OVER_IPV4), b.localAddress());
      ByteBuffer into = ByteBuffer.allocate(65_535);
      assertThat(requireNonNull(b.receiveFrom(into)).length()).isEqualTo(LONGEST_OVER_IPV4);
      assertThat(into.position()).isEqualTo(LONGEST_OVER_IPV4);
      assertThatThrownBy(
              () -> a.sendTo(ByteBuffer.allocate(LONGEST_OVER_IPV4 + 1), b.localAddress()))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("EMSGSIZE");
    }
  }

  @Test
  void aConnectedSocketLearnsThatNobodyReceives() throws IOException {
    SocketAddress gone;
    try (Socket b = bound(Kind.IPV4)) {
      gone = requireNonNull(b.localAddress());
    }
    try (Socket a = bound(Kind.IPV4).timeout(Duration.ofSeconds(10))) {
      a.connect(gone);
      a.send(Pairs.bytes("anybody?"));
      assertThatThrownBy(() -> a.receive(ByteBuffer.allocate(8)))
          .isInstanceOf(ConnectionRefusedException.class)
          .hasMessageContaining(Addresses.text(gone));
    }
  }

  @Test
  void inZeroTimeNothingToReceiveIsNoDatagram() throws IOException {
    try (Socket a = bound(Kind.IPV4).timeout(Duration.ZERO)) {
      assertThat(a.receiveFrom(ByteBuffer.allocate(8))).isNull();
      assertThat(a.receive(ByteBuffer.allocate(8))).isZero();
    }
  }

  @Test
  void aStreamReceivedFromLosesNothingAndShowsNothingOfOthers() throws IOException {
    try (Pairs other = Pairs.tcp();
        Pairs pair = Pairs.tcp()) {
      other.client().sendAll(Pairs.bytes("secret of another connection"));
      other.server().receive(ByteBuffer.allocate(64));
      pair.client().sendAll(Pairs.bytes("hello world of mine"));
      ByteBuffer into = ByteBuffer.allocate(64);
      ReceivedDatagram received = requireNonNull(pair.server().receiveFrom(into));
      assertThat(Pairs.text(into)).isEqualTo("hello world of mine");
      assertThat(received.length()).isEqualTo(19);
      pair.client().shutdown(ShutdownHow.WRITE);
      assertThat(requireNonNull(pair.server().receiveFrom(into.clear())).length()).isZero();
    }
  }

  @Test
  void aReadOnlyBufferIsRefusedBeforeAnythingIsTaken() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().sendAll(Pairs.bytes("kept"));
      for (ByteBuffer into : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
        assertThatThrownBy(() -> pair.server().receive(into.asReadOnlyBuffer()))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pair.server().receiveFrom(into.asReadOnlyBuffer()))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(pair.server().receive(ByteBuffer.allocate(8))).isEqualTo(4);
      assertThat(pair.server().send(Pairs.bytes("sent").asReadOnlyBuffer())).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aUnixDatagramMayBeLargerThanOneOfIp(boolean direct) throws IOException {
    int large = 100_000;
    try (Socket a = bound(Kind.UNIX);
        Socket b = bound(Kind.UNIX)) {
      ByteBuffer from = direct ? ByteBuffer.allocateDirect(large) : ByteBuffer.allocate(large);
      from.put(large - 1, (byte) 7);
      assertThat(a.sendTo(from, b.localAddress())).isEqualTo(large);
      ByteBuffer into = direct ? ByteBuffer.allocateDirect(large) : ByteBuffer.allocate(large);
      assertThat(b.receiveFrom(into))
          .isEqualTo(new ReceivedDatagram(a.localAddress(), large, false));
      assertThat(into.get(large - 1)).isEqualTo((byte) 7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSendToAUnixPeerWhoseQueueIsFullRunsOutOfTimeWithoutSpinning(Threads threads)
      throws Exception {
    try (Socket a = bound(Kind.UNIX);
        Socket b = bound(Kind.UNIX)) {
      a.timeout(Duration.ZERO);
      while (a.sendTo(Pairs.bytes("x"), b.localAddress()) > 0) {
        // Until the queue is full.
      }
      a.timeout(Duration.ofMillis(100));
      var sending = threads.run(() -> a.sendTo(Pairs.bytes("x"), b.localAddress()));
      assertThatThrownBy(() -> sending.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(SocketTimeoutException.class);
      a.timeout(Socket.NEVER);
      var again = threads.run(() -> a.sendTo(Pairs.bytes("x"), b.localAddress()));
      b.receive(ByteBuffer.allocate(8));
      assertThat(again.result().get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }
}
