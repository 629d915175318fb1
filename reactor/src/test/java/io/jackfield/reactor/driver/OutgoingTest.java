package io.jackfield.reactor.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits to be sent, beside a model of it: all bytes that were appended, in order. */
final class OutgoingTest {
  private static final int CHUNK = 64;

  private final ChunkPool pool = new ChunkPool(CHUNK, 4);
  private final Outgoing outgoing = new Outgoing(pool);
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private byte next;
  private int sent;

  private byte[] some(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = next++;
    }
    all.writeBytes(bytes);
    return bytes;
  }

  private void append(int count) {
    outgoing.append(ByteBuffer.wrap(some(count)));
  }

  /** From a chunk that is written over as soon as nobody holds it. */
  private void lend(int from, int count) {
    Chunk chunk = pool.take();
    chunk.bytes().put(from, some(count));
    outgoing.appendLent(chunk, from, from + count);
    if (chunk.isHeldOnce()) {
      chunk.bytes().put(0, new byte[CHUNK]);
    }
    chunk.release();
  }

  private void send(int count) {
    outgoing.advance(count);
    sent += count;
  }

  private void requireAllIsThere() {
    var there = new ByteArrayOutputStream();
    for (int i = 0; i < outgoing.pieces(); i++) {
      byte[] piece = new byte[outgoing.length(i)];
      outgoing.view(i).get(piece);
      assertThat(piece).isNotEmpty();
      there.writeBytes(piece);
    }
    byte[] expected = all.toByteArray();
    assertThat(there.toByteArray())
        .isEqualTo(Arrays.copyOfRange(expected, sent, expected.length))
        .hasSize((int) outgoing.bytes());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverIsAppendedComesOutInOrder(long seed) {
    var random = new Random(seed);
    for (int step = 0; step < 2_000; step++) {
      switch (random.nextInt(5)) {
        case 0 -> append(random.nextInt(1, 100));
        case 1, 2 -> {
          int from = random.nextInt(CHUNK);
          lend(from, random.nextInt(1, CHUNK - from + 1));
        }
        default -> send(random.nextInt((int) Math.min(outgoing.bytes(), 90) + 1));
      }
      requireAllIsThere();
    }
    outgoing.clear();
    assertThat(outgoing.isEmpty()).isTrue();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void aQuarterOfAChunkIsHeldAndLessIsCopiedButForTheFirst() {
    lend(0, 1);
    assertThat(pool.inUse()).isEqualTo(1);
    lend(8, CHUNK / 4);
    assertThat(pool.inUse()).isEqualTo(2);
    for (int i = 0; i < CHUNK; i++) {
      lend(i, 1);
    }
    assertThat(pool.inUse()).as("64 single bytes, in one chunk").isEqualTo(3);
    lend(8, CHUNK / 4 - 1);
    assertThat(pool.inUse()).isEqualTo(4);
    requireAllIsThere();
  }

  @Test
  void aPartThatGoesOnWhereTheLastEndedIsOnePieceWithIt() {
    Chunk chunk = pool.take();
    chunk.bytes().put(0, some(8));
    outgoing.appendLent(chunk, 0, 5);
    outgoing.appendLent(chunk, 5, 8);
    assertThat(outgoing.pieces()).isEqualTo(1);
    requireAllIsThere();
    chunk.release();
    send(8);
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void theFirstPieceOfAnotherIsTakenAwayThere() {
    var held = new Outgoing(pool);
    held.append(ByteBuffer.wrap(some(CHUNK + 8)));
    outgoing.appendFirstOf(held);
    assertThat(held.bytes()).isEqualTo(8);
    outgoing.appendFirstOf(held);
    assertThat(held.isEmpty()).isTrue();
    outgoing.appendFirstOf(held);
    requireAllIsThere();
  }
}
