package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** On memory that no kernel looks into; the test takes requests in its place. */
final class UringRequestsTest {
  private static final int ENTRIES = 8;

  private final MemorySegment ring =
      Arena.ofAuto().allocate(ENTRIES * (long) UringAbi.SQE_BYTES, Long.BYTES);
  private final MemorySegment ends = Arena.ofAuto().allocate(2L * Integer.BYTES, Long.BYTES);
  private final UringRequests requests =
      new UringRequests(ring.address(), ENTRIES, ends.address(), ends.address() + Integer.BYTES);

  private long sendPiecesAt(int i) {
    requests.piece(0, 1_000 + i, 1);
    requests.sendPieces(5, 1, i);
    return NativeMemory.getLong(
        ring.address() + (long) i * UringAbi.SQE_BYTES + UringAbi.SQE_ADDR_AT);
  }

  private void taken(int count) {
    ends.set(JAVA_INT, 0, count);
    requests.look();
  }

  @Test
  void theMessageOfARequestThatWasNotTakenIsNotUsedAgain() {
    long first = sendPiecesAt(0);
    long second = sendPiecesAt(1);
    assertThat(requests.publish()).isEqualTo(2);
    taken(1); // The kernel was short of memory.
    long third = sendPiecesAt(2);
    assertThat(third).isNotIn(first, second);
    assertThat(requests.publish()).isEqualTo(2);
    taken(3);
    assertThat(sendPiecesAt(3)).isEqualTo(first);
  }
}
