package io.jackfield.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What carries a conversation's bytes. The handler's thread's, except where a method says
 * otherwise.
 */
interface Carrier {
  /**
   * Whatever is to be agreed on with the client before its first byte.
   *
   * @param stop whether to give up where the client is to be waited for
   * @return false if it was given up, or the client has gone without a word
   */
  default boolean begin(BooleanSupplier stop) throws IOException {
    return true;
  }

  /** How long each of the calls that follow may wait. */
  void waitAtMost(Duration limit);

  /**
   * Receives at least one byte; null at the end, and where nothing is there and {@code stop} says
   * so.
   *
   * @param room one of {@link Buffers} to receive into, taken when there is something for it
   */
  @Nullable ByteBuffer receive(Supplier<ByteBuffer> room, BooleanSupplier stop) throws IOException;

  /** Sends at least one byte of those that are left. */
  int send(ByteBuffer from) throws IOException;

  /** How many bytes it has received of which a conversation was not told. */
  default long receivedBytes() {
    return 0;
  }

  /** How many bytes it has sent that no conversation gave it. */
  default long sentBytes() {
    return 0;
  }

  /** Ends the sending half. */
  void end() throws IOException;

  /** Bytes that could be received without waiting. */
  int available() throws IOException;

  /** Has a receive that waits ask again whether to stop. Any thread. */
  void wake();

  /**
   * Ends the connection in order, after {@link #end}: what was sent arrives even though the client
   * may still be sending, which a bare close would answer with a reset that overtakes our last
   * words.
   *
   * @param cutOff whether the client may be in the midst of its words
   */
  void close(boolean cutOff);

  /** Ends it at once. Any thread. */
  void abort();
}
