package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.Pairs.Kind;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BatchTest {
  @TempDir private Path folder;

  private Socket bound(Kind kind) throws IOException {
    SocketAddress any = kind.any(folder);
    return Socket.openFor(any, SocketType.DATAGRAM).bind(any);
  }

  @ParameterizedTest
  @EnumSource
  void aBatchArrivesInOrderEachWithItsSender(Kind kind) throws IOException {
    try (Socket a = bound(kind);
        Socket b = bound(kind)) {
      var out = new DatagramBatch(8, 100);
      for (int i = 0; i < 8; i++) {
        assertThat(out.add(Pairs.bytes("datagram " + i), b.localAddress())).isTrue();
      }
      assertThat(out.add(Pairs.bytes("one too many"), b.localAddress())).isFalse();
      assertThat(a.sendBatch(out)).isEqualTo(8);
      var in = new DatagramBatch(100, 100);
      int received = 0;
      while (received < 8) {
        int count = b.receiveBatch(in);
        for (int i = 0; i < count; i++) {
          assertThat(Pairs.text(in.data(i).position(in.length(i))))
              .isEqualTo("datagram " + (received + i));
          assertThat(in.source(i)).isEqualTo(a.localAddress());
        }
        received += count;
      }
    }
  }

  @Test
  void aDatagramThatDoesNotFitSaysItsRealLength() throws IOException {
    try (Socket a = bound(Kind.IPV4);
        Socket b = bound(Kind.IPV4)) {
      a.sendTo(ByteBuffer.allocate(50), b.localAddress());
      var in = new DatagramBatch(2, 20);
      assertThat(b.receiveBatch(in)).isEqualTo(1);
      assertThat(in.truncated(0)).isTrue();
      assertThat(in.length(0)).isEqualTo(50);
      assertThat(in.data(0).remaining()).isEqualTo(20);
      assertThatThrownBy(() -> in.length(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchWaitsForItsFirstDatagram(Threads threads) throws Exception {
    try (Socket a = bound(Kind.IPV4);
        Socket b = bound(Kind.IPV4)) {
      var in = new DatagramBatch(4, 20);
      var receiving = threads.run(() -> b.receiveBatch(in));
      receiving.awaitWaiting(b);
      a.sendTo(Pairs.bytes("x"), requireNonNull(b.localAddress()));
      assertThat(receiving.result().get(10, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(b.timeout(Duration.ZERO).receiveBatch(in)).isZero();
    }
  }

  @Test
  void limitsAreSaid() {
    assertThatThrownBy(() -> new DatagramBatch(1_025, 1)).hasMessageContaining("1 to 1024");
    assertThatThrownBy(() -> new DatagramBatch(1, 65_536)).hasMessageContaining("1 to 65535");
    var batch = new DatagramBatch(1_024, 65_535);
    assertThatThrownBy(() -> batch.add(ByteBuffer.allocate(65_536), null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
