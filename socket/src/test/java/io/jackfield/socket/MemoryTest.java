package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory that callers give: heap, direct, segments; its limits and its life. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MemoryTest {
  private static final int ROOM = 16;

  /** Where {@link #ROOM} bytes may lie. */
  enum Memory {
    HEAP,
    SLICE_OF_HEAP,
    DIRECT,
    SLICE_OF_DIRECT,
    HEAP_SEGMENT,
    CONFINED_SEGMENT,
    SHARED_SEGMENT;

    ByteBuffer buffer(Arena confined) {
      return switch (this) {
        case HEAP -> ByteBuffer.allocate(ROOM);
        case SLICE_OF_HEAP -> ByteBuffer.allocate(99).slice(7, ROOM);
        case DIRECT -> ByteBuffer.allocateDirect(ROOM);
        case SLICE_OF_DIRECT -> ByteBuffer.allocateDirect(99).slice(7, ROOM);
        case HEAP_SEGMENT -> MemorySegment.ofArray(new byte[ROOM]).asByteBuffer();
        case CONFINED_SEGMENT -> confined.allocate(ROOM).asByteBuffer();
        case SHARED_SEGMENT -> Arena.ofAuto().allocate(99).asSlice(7, ROOM).asByteBuffer();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void allKindsCarryTheSameInEveryCall(Memory memory) throws IOException {
    try (Arena arena = Arena.ofConfined();
        Pairs pair = Pairs.tcp()) {
      ByteBuffer from = memory.buffer(arena).put(3, (byte) 'a').put(4, (byte) 'b');
      ByteBuffer into = memory.buffer(arena);
      pair.client().sendAll(from.position(3).limit(5));
      assertThat(from.position()).isEqualTo(5);
      assertThat(pair.server().receive(into.position(1))).isEqualTo(2);
      assertThat(into.position()).isEqualTo(3);
      pair.client().sendMessage(List.of(from.position(3)), null, List.of());
      assertThat(requireNonNull(pair.server().receiveMessage(List.of(into), 0)).length())
          .isEqualTo(2);
      pair.client().write(new ByteBuffer[] {from.position(3).asReadOnlyBuffer()});
      assertThat(pair.server().read(new ByteBuffer[] {into})).isEqualTo(2);
      assertThat(Pairs.text(into.position(7))).isEqualTo("\0ababab");
    }
  }

  @Test
  void memoryThatIsGoneIsRefusedAndNothingIsLost() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      ByteBuffer gone;
      try (Arena arena = Arena.ofShared()) {
        gone = arena.allocate(ROOM).asByteBuffer();
      }
      pair.client().sendAll(Pairs.bytes("kept"));
      assertThatThrownBy(() -> pair.server().receive(gone))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> pair.server().receiveFrom(gone))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> pair.server().send(gone)).isInstanceOf(IllegalStateException.class);
      assertThat(pair.server().receive(ByteBuffer.allocate(ROOM))).isEqualTo(4);
      pair.server().close(); // No call is left inside: so the peer is told at once.
      assertThat(pair.client().receive(ByteBuffer.allocate(ROOM))).isEqualTo(-1);
    }
  }

  @Test
  void memoryOfAnotherThreadIsRefusedThere() throws Exception {
    try (Arena mine = Arena.ofConfined();
        Pairs pair = Pairs.tcp()) {
      ByteBuffer buffer = mine.allocate(ROOM).asByteBuffer();
      pair.client().sendAll(Pairs.bytes("kept"));
      var other = Threads.PLATFORM.run(() -> pair.server().receive(buffer));
      assertThatThrownBy(() -> other.result().get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(WrongThreadException.class);
      assertThat(pair.server().receive(buffer)).isEqualTo(4);
    }
  }

  @Test
  void ancillaryDataHasRoomFor4096BytesAndNoMore() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.send("x");
      assertThat(
              requireNonNull(
                      pair.receiver().receiveMessage(List.of(ByteBuffer.allocate(ROOM)), 4_096))
                  .length())
          .isEqualTo(1);
      for (int wrong : new int[] {4_097, -1, Integer.MAX_VALUE}) {
        assertThatThrownBy(
                () -> pair.receiver().receiveMessage(List.of(ByteBuffer.allocate(ROOM)), wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("room for ancillary data is 0 to 4096 bytes, not " + wrong);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_536, 65_537})
  void anOptionsValueHas64KiBAndNoMore(int bytes) throws IOException {
    try (Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
      assertThatThrownBy(() -> socket.rawOption(1, 9_999, new byte[bytes]))
          .isInstanceOf(bytes > 65_536 ? IllegalArgumentException.class : KernelException.class);
    }
  }

  @Test
  void aReceiveThatCanBeStoppedTakesNothingIntoAFullBufferEither() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      assertThat(pair.server().receive(ByteBuffer.allocate(0), () -> false)).isZero();
      pair.client().sendAll(Pairs.bytes("x"));
      assertThat(pair.server().receive(ByteBuffer.allocate(0), () -> false)).isZero();
      assertThat(pair.server().receive(ByteBuffer.allocate(1), () -> false)).isEqualTo(1);
    }
  }
}
