package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pipe's ends wait as sockets do. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PipeTest {
  @ParameterizedTest
  @EnumSource
  void aReadWaitsForBytesAndEndsWithTheLastSink(Threads threads) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      ByteBuffer into = ByteBuffer.allocate(8);
      var reading = threads.run(() -> pipe.source().read(into));
      reading.awaitWaiting(pipe.source());
      assertThat(pipe.sink().write(Pairs.bytes("abc"))).isEqualTo(3);
      assertThat(reading.result().get(10, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(Pairs.text(into)).isEqualTo("abc");
      var end = threads.run(() -> pipe.source().read(ByteBuffer.allocate(8)));
      end.awaitWaiting(pipe.source());
      pipe.sink().close();
      assertThat(end.result().get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWriteWaitsForRoom(Threads threads) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.sink().timeout(Duration.ZERO);
      ByteBuffer page = ByteBuffer.allocate(4096);
      while (pipe.sink().write(page.clear()) > 0) {}
      pipe.sink().timeout(Socket.NEVER);
      var writing = threads.run(() -> pipe.sink().write(ByteBuffer.allocate(1)));
      writing.awaitWaiting(pipe.sink());
      pipe.source().read(page.clear());
      assertThat(writing.result().get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseAnInterruptAndTheTimeEndARead(Threads threads) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.source().timeout(Duration.ofMillis(20));
      var timed = threads.run(() -> pipe.source().read(ByteBuffer.allocate(1)));
      assertThatThrownBy(() -> timed.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("read: timed out after 20 ms");
      pipe.source().timeout(Socket.NEVER);
      var closed = threads.run(() -> pipe.source().read(ByteBuffer.allocate(1)));
      closed.awaitWaiting(pipe.source());
      pipe.source().close();
      assertThatThrownBy(() -> closed.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(AsynchronousCloseException.class);
      assertThatThrownBy(() -> pipe.source().read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
    }
    try (Pipe second = Pipe.open()) {
      var interrupted = threads.run(() -> second.source().read(ByteBuffer.allocate(1)));
      interrupted.awaitWaiting(second.source());
      interrupted.thread().interrupt();
      assertThatThrownBy(() -> interrupted.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(ClosedByInterruptException.class);
    }
  }

  @Test
  void heapAndDirectBuffersCarryTheSame() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      ByteBuffer direct = ByteBuffer.allocateDirect(8).put(Pairs.bytes("xdirectx")).flip();
      pipe.sink().write(direct.position(1).limit(7));
      assertThat(direct.hasRemaining()).isFalse();
      ByteBuffer heap = ByteBuffer.allocate(16);
      assertThat(pipe.source().read(heap)).isEqualTo(6);
      assertThat(Pairs.text(heap)).isEqualTo("direct");
      pipe.sink().write(Pairs.bytes("heap").asReadOnlyBuffer());
      ByteBuffer into = ByteBuffer.allocateDirect(16).position(2);
      assertThat(pipe.source().read(into)).isEqualTo(4);
      assertThat(Pairs.text(into.limit(6).position(6).slice(2, 4).position(4))).isEqualTo("heap");
      assertThatThrownBy(() -> pipe.source().read(heap.asReadOnlyBuffer()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(pipe.source().read(ByteBuffer.allocate(0))).isZero();
      assertThat(pipe.sink().write(ByteBuffer.allocate(0))).isZero();
    }
  }

  @Test
  void manyPipesLeaveNoDescriptors() throws Exception {
    Pipe.open().close();
    long before = OpenFiles.count("pipe:");
    for (int i = 0; i < 1_000; i++) {
      Pipe.open().close();
    }
    assertThat(OpenFiles.count("pipe:")).isEqualTo(before);
  }
}
