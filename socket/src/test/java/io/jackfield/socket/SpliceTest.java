package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** splice(2): from socket to pipe to socket, the bytes never in the process. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SpliceTest {
  private static final long ALL = Long.MAX_VALUE;

  @ParameterizedTest
  @EnumSource
  void aRelayPassesEveryByteInOrderThoughTheReaderIsSlow(Threads threads) throws Exception {
    byte[] content = new byte[6_000_001];
    new Random(1).nextBytes(content);
    try (Pairs in = Pairs.tcp();
        Pairs out = Pairs.tcp();
        Pipe pipe = Pipe.open()) {
      var relaying =
          threads.run(() -> {
            while (pipe.sink().spliceFrom(in.server(), ALL) > 0) {
              for (long moved = pipe.source().spliceTo(out.client(), ALL); moved > 0; ) {
                pipe.source().timeout(Duration.ZERO);
                moved = pipe.source().spliceTo(out.client(), ALL);
                pipe.source().timeout(Socket.NEVER);
              }
            }
            out.client().shutdown(ShutdownHow.WRITE);
            return true;
          });
      var sending =
          threads.run(() -> {
            in.client().sendAll(ByteBuffer.wrap(content));
            in.client().shutdown(ShutdownHow.WRITE);
            return true;
          });
      ByteBuffer into = ByteBuffer.allocate(content.length + 1);
      while (out.server().receive(into) >= 0) {}
      assertThat(into.position()).isEqualTo(content.length);
      assertThat(into.array()).startsWith(content);
      assertThat(sending.result().get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(relaying.result().get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFullPipeIsWaitedForThoughTheSocketIsReady(Threads threads) throws Exception {
    try (Pairs in = Pairs.tcp();
        Pipe pipe = Pipe.open()) {
      fill(pipe.sink());
      in.client().sendAll(Pairs.bytes("x"));
      var moving = threads.run(() -> pipe.sink().spliceFrom(in.server(), 1));
      moving.awaitWaiting(pipe.sink());
      pipe.source().read(ByteBuffer.allocate(65_536));
      assertThat(moving.result().get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSilentSocketIsWaitedForUntilItIsClosed(Threads threads) throws Exception {
    try (Pairs in = Pairs.tcp();
        Pipe pipe = Pipe.open()) {
      var moving = threads.run(() -> pipe.sink().spliceFrom(in.server(), 1));
      moving.awaitWaiting(in.server());
      in.server().close();
      assertThatThrownBy(() -> moving.result().get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(AsynchronousCloseException.class);
      assertThat(pipe.sink().isOpen()).isTrue();
    }
  }

  @Test
  void theTimeEndsAWaitAndZeroMeansNotAtAll() throws Exception {
    try (Pairs in = Pairs.tcp();
        Pipe pipe = Pipe.open()) {
      pipe.sink().timeout(Duration.ofMillis(5));
      assertThatThrownBy(() -> pipe.sink().spliceFrom(in.server(), 1))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("splice");
      pipe.sink().timeout(Duration.ZERO);
      assertThat(pipe.sink().spliceFrom(in.server(), 1)).isZero();
      pipe.source().timeout(Duration.ZERO);
      assertThat(pipe.source().spliceTo(in.server(), 1)).isZero();
    }
  }

  @Test
  void aPipePoursIntoAnotherAndSaysItsEnd() throws Exception {
    try (Pipe first = Pipe.open();
        Pipe second = Pipe.open()) {
      first.sink().write(Pairs.bytes("abcdef"));
      assertThat(first.source().spliceTo(second.sink(), 4)).isEqualTo(4);
      ByteBuffer into = ByteBuffer.allocate(8);
      second.source().read(into);
      assertThat(Pairs.text(into)).isEqualTo("abcd");
      first.sink().close();
      assertThat(first.source().spliceTo(second.sink(), ALL)).isEqualTo(2);
      assertThat(first.source().spliceTo(second.sink(), ALL)).isEqualTo(-1);
    }
  }

  @Test
  void aPeerThatIsGoneOrAClosedEndIsSaid() throws Exception {
    try (Pairs out = Pairs.tcp();
        Pipe pipe = Pipe.open()) {
      pipe.sink().write(Pairs.bytes("abc"));
      assertThat(pipe.source().spliceTo(out.client(), 0)).isZero();
      assertThatThrownBy(() -> pipe.source().spliceTo(out.client(), -1))
          .isInstanceOf(IllegalArgumentException.class);
      out.client().shutdown(ShutdownHow.WRITE);
      assertThatThrownBy(() -> pipe.source().spliceTo(out.client(), ALL))
          .isInstanceOf(BrokenPipeException.class)
          .hasMessageContaining("splice");
      out.client().close();
      assertThatThrownBy(() -> pipe.source().spliceTo(out.client(), ALL))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  private static void fill(PipeSink sink) throws Exception {
    sink.timeout(Duration.ZERO);
    while (sink.write(ByteBuffer.allocate(4096)) > 0) {}
    sink.timeout(Socket.NEVER);
  }
}
