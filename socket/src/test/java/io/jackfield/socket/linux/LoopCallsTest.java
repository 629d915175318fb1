package io.jackfield.socket.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop waits for nobody, whatever others do to the sockets that they share with it. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopCallsTest {
  private static final int MUCH = 1 << 16;

  @Test
  void aSocketThatSomebodyMadeABlockingOneIsNotWaitedFor() throws Exception {
    var calls = new LoopCalls();
    MemorySegment bytes = Arena.ofAuto().allocate(MUCH);
    List<Socket> pair = Socket.pair(SocketType.STREAM);
    try (Socket one = pair.getFirst();
        Socket _ = pair.getLast()) {
      TestKernel.makeBlocking(one.descriptor());
      assertThat(calls.receive(one.descriptor(), bytes.address(), MUCH)).isEqualTo(-Abi.EAGAIN);
      int sent;
      do {
        sent = calls.send(one.descriptor(), bytes.address(), MUCH);
      } while (sent > 0);
      assertThat(sent).isEqualTo(-Abi.EAGAIN);
      calls.piece(0, bytes.address(), MUCH);
      calls.piece(1, bytes.address(), MUCH);
      assertThat(calls.sendPieces(one.descriptor(), 2)).isEqualTo(-Abi.EAGAIN);
    }
  }
}
