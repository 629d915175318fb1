package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class BuffersTest {
  private static final long SOON_NANOS = Duration.ofSeconds(10).toNanos();

  @Test
  void soManyAreKeptAndOneMoreIsNot() {
    var buffers = new Buffers(2);
    ByteBuffer first = buffers.take();
    ByteBuffer second = buffers.take();
    ByteBuffer third = buffers.take();
    assertThat(buffers.lent()).isEqualTo(3);
    buffers.giveBack(first);
    buffers.giveBack(second.limit(7).position(5));
    buffers.giveBack(third);
    assertThat(buffers.lent()).isZero();
    assertThat(buffers.take()).isSameAs(second).isEqualTo(ByteBuffer.allocate(Buffers.BYTES));
    assertThat(buffers.take()).isSameAs(first);
    assertThat(buffers.take()).isNotSameAs(third);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ITERATIVE")
  void aConversationThatWaitsHoldsNone(Engines engine) throws IOException {
    int before = Buffers.SHARED.lent();
    List<Peer> peers = new ArrayList<>();
    try (var server =
        TcpServer.at(Peer.ANY_PORT)
            .engine(engine.engine())
            .handler(Handlers.LineEcho::new)
            .start()) {
      for (int i = 0; i < 20; i++) {
        peers.add(Peer.of(server));
        assertThat(peers.getLast().send("a line\nand a").receive(7)).isEqualTo("a line\n");
      }
      for (long begun = System.nanoTime(); Buffers.SHARED.lent() != before; Thread.onSpinWait()) {
        assertThat(System.nanoTime() - begun).isLessThan(SOON_NANOS);
      }
      for (Peer peer : peers) {
        assertThat(peer.send("nother\n").receive(12)).isEqualTo("and another\n");
        peer.close();
      }
    }
  }

  /** Its handler has left something unread, and something unsent that can be sent no more. */
  @ParameterizedTest
  @EnumSource
  void aConversationThatIsOverReadsAndWritesNoOnesBuffer(Engines engine) throws Exception {
    int before = Buffers.SHARED.lent();
    var later = new LinkedBlockingQueue<Optional<Throwable>>();
    try (var server =
            TcpServer.at(Peer.ANY_PORT)
                .engine(engine.engine())
                .handler(Handlers.LineEcho::new)
                .hooks(new AfterTheEnd(later))
                .limits(Limits.builder().lineBytes(4).build())
                .start();
        Peer peer = Peer.of(server)) {
      peer.send("longer than that\nand more").end().receiveAll();
      assertThat(later.take().orElseThrow()).isInstanceOf(ClosedChannelException.class);
      assertThat(later.take().orElseThrow()).isInstanceOf(ClosedChannelException.class);
    }
    assertThat(Buffers.SHARED.lent()).isEqualTo(before);
  }

  /** Reads and writes when its conversation is over. */
  private record AfterTheEnd(BlockingQueue<Optional<Throwable>> told)
      implements ServerHooks<StreamRequest> {
    @Override
    public void handleError(StreamRequest request, Throwable error) {}

    @Override
    public void finishRequest(StreamRequest request) {
      told.add(thrown(() -> request.in().read()));
      told.add(
          thrown(() -> {
            request.out().write(1);
            return null;
          }));
    }

    private static Optional<Throwable> thrown(Callable<?> call) {
      try {
        call.call();
        return Optional.empty();
      } catch (Exception e) {
        return Optional.of(e);
      }
    }
  }
}
