package io.jackfield.tls;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decrypted bytes on their way to a reader: straight into the reader's buffer as far as they fit,
 * the rest is kept. One thread at a time.
 */
final class PlainBuffer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Between its position and its limit is what is kept. */
  private ByteBuffer kept = NOTHING;

  private @Nullable ByteBuffer target;

  /** Where to put what comes next; null: keep it all. */
  void direct(@Nullable ByteBuffer to) {
    target = to;
  }

  int size() {
    return kept.remaining();
  }

  void add(ByteBuffer plain) {
    ByteBuffer to = target;
    if (to != null && !kept.hasRemaining()) {
      move(plain, to);
    }
    if (plain.hasRemaining()) {
      ByteBuffer larger = ByteBuffer.allocate(kept.remaining() + plain.remaining());
      kept = larger.put(kept).put(plain).flip();
    }
  }

  void moveTo(ByteBuffer to) {
    move(kept, to);
    if (!kept.hasRemaining()) {
      kept = NOTHING;
    }
  }

  private static void move(ByteBuffer from, ByteBuffer to) {
    int count = Math.min(from.remaining(), to.remaining());
    to.put(to.position(), from, from.position(), count);
    to.position(to.position() + count);
    from.position(from.position() + count);
  }
}
