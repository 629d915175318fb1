package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose memory is whose, on every driver. */
@Timeout(60)
final class DriverMemoryContractTest {
  @ParameterizedTest
  @EnumSource
  void whatIsLentIsSentWithoutACopy(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      Chunk chunk = rig.driver.sendChunks().take();
      chunk.bytes().put(0, new byte[] {1, 2, 3, 4, 5});
      pair.client().outgoing.appendLent(chunk, 1, 4);
      chunk.release();
      rig.driver.receive(pair.server().handle, true);
      pair.client().send(new byte[] {9});
      rig.turnUntil("it arrives", () -> pair.server().received.size() == 4);
      assertThat(pair.server().received.toByteArray()).containsExactly(2, 3, 4, 9);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChunkThatIsHeldKeepsItsBytes(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Rig.Pair pair = rig.pair();
      record Held(Chunk chunk, int from, int to) {}
      var kept = new ArrayList<Held>();
      var keeper =
          new Recorder(rig.driver, pair.server().handle) {
            @Override
            public void received(Chunk chunk, int from, int to) {
              super.received(chunk, from, to);
              kept.add(new Held(chunk.hold(), from, to));
            }
          };
      rig.keep(keeper);
      pair.server().closing = true;
      pair.server().closed = 1;
      byte[] all = new byte[3_000];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) (i / 7);
      }
      rig.driver.receive(keeper.handle, true);
      for (int i = 0; i < 3; i++) {
        pair.client().send(Arrays.copyOfRange(all, 1_000 * i, 1_000 * (i + 1)));
        int expected = 1_000 * (i + 1);
        rig.turnUntil("it arrives", () -> keeper.received.size() == expected);
      }
      ByteBuffer together = ByteBuffer.allocate(all.length);
      for (Held held : kept) {
        together.put(held.chunk().view(held.from(), held.to()));
        held.chunk().release();
      }
      assertThat(together.array()).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCompletionThatHoldsItsChunkAndThrowsStillHoldsIt(DriverKind kind) throws Exception {
    try (Rig rig = new Rig(kind)) {
      Rig.Pair one = rig.pair();
      Rig.Pair two = rig.pair();
      var held = new ArrayList<Chunk>();
      one.server()
          .handle
          .attach(
              new Recorder(rig.driver, one.server().handle) {
                @Override
                public void received(Chunk chunk, int from, int to) {
                  held.add(chunk.hold());
                  throw new IllegalStateException("on purpose");
                }
              });
      one.server().closing = true;
      one.server().closed = 1;
      rig.driver.receive(one.server().handle, true);
      one.client().send(new byte[] {1});
      assertThatThrownBy(() -> rig.turnUntil("it arrives", () -> !held.isEmpty()))
          .hasMessage("on purpose");

      rig.driver.receive(two.server().handle, true);
      two.client().send(new byte[] {2});
      rig.turnUntil("another arrives elsewhere", () -> two.server().received.size() == 1);
      assertThat(held.getFirst().view(0, 1).get()).isEqualTo((byte) 1);
      held.getFirst().release();
    }
  }
}
