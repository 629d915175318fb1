package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineEndsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 64, 100})
  void theFirstEndIsFoundWhereverItIs(int length) {
    byte[] bytes = new byte[length];
    var random = new Random(length);
    for (int round = 0; round < 500; round++) {
      for (int i = 0; i < length; i++) {
        // Neighbours of the line feed, and bytes whose top bit is set: what the trick could
        // mistake.
        bytes[i] =
            (byte) new int[] {9, 11, 138, 0, 255, 128, 97, 10}[random.nextInt(round % 8 + 1)];
      }
      int from = random.nextInt(length + 1);
      int to = from + random.nextInt(length - from + 1);
      int expected = -1;
      for (int i = to - 1; i >= from; i--) {
        expected = bytes[i] == '\n' ? i : expected;
      }
      ByteBuffer data = ByteBuffer.wrap(bytes);
      assertThat(LineEnds.next(data, from, to)).isEqualTo(expected);
      assertThat(LineEnds.next(data.order(ByteOrder.LITTLE_ENDIAN), from, to)).isEqualTo(expected);
      assertThat(data.remaining()).isEqualTo(length);
    }
  }
}
