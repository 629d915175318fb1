package io.jackfield.tls;

import io.jackfield.tls.BufferPool.Lease;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into TLS records (RFC 8446 section 5.1). Whole records that lie in a writable
 * chunk are handed on where they are; only what is cut in two, or arrives while a task runs, is
 * held, in memory that grows with what the peer has really sent.
 *
 * <p>Not for several threads at once.
 */
final class RecordInput {
  static final int HEADER_BYTES = 5;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int APPLICATION_DATA = 23;

  /** What may arrive while a task runs, before the caller has stopped reading. */
  static final int HELD_LIMIT_BYTES = 128 * 1024;

  private static final int SMALLEST_BYTES = 512;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /**
   * Held bytes lie between {@code from} and the position; {@link #NOTHING} where there are none.
   */
  private ByteBuffer held = NOTHING;

  private int from;

  /** What {@code held} is borrowed with, if it is. */
  private @Nullable Lease lease;

  private final BufferPool pool;

  RecordInput(BufferPool pool) {
    this.pool = pool;
  }

  /** The first bytes of the next record are no header of ours; the engine shall say which. */
  record Malformed(ByteBuffer header, boolean tooLarge) {}

  /** Set where {@link #next} returned null for a record that no more bytes can mend. */
  private @Nullable Malformed malformed;

  boolean isEmpty() {
    return heldBytes() == 0;
  }

  int heldBytes() {
    return held.position() - from;
  }

  @Nullable Malformed malformed() {
    return malformed;
  }

  /** Gives the memory back if nothing is held. */
  void trim() {
    if (isEmpty()) {
      drop();
    }
  }

  /** Forgets what is held. */
  void drop() {
    if (lease != null) {
      lease.release();
      lease = null;
    }
    held = NOTHING;
    from = 0;
  }

  boolean hasRoomFor(ByteBuffer chunk) {
    return heldBytes() + chunk.remaining() <= HELD_LIMIT_BYTES;
  }

  /**
   * Keeps all of {@code chunk} for later.
   *
   * @throws IllegalStateException beyond the limit: the caller has not stopped reading
   */
  void hold(ByteBuffer chunk) {
    if (!hasRoomFor(chunk)) {
      throw new IllegalStateException(
          "more than " + HELD_LIMIT_BYTES + " bytes arrived while a task was due: stop reading");
    }
    append(chunk, chunk.remaining());
  }

  /**
   * The next whole record, writable and read-to-end by the caller before the next call. Null if
   * {@code chunk} is used up, or the record is {@link #malformed}.
   */
  @Nullable ByteBuffer next(ByteBuffer chunk) {
    if (isEmpty()) {
      held.clear();
      from = 0;
      if (!chunk.isReadOnly()) {
        ByteBuffer whole = slice(chunk);
        if (whole != null || malformed != null) {
          return whole;
        }
      }
    }
    topUp(chunk, HEADER_BYTES);
    if (heldBytes() < HEADER_BYTES) {
      return null;
    }
    int length = lengthAt(held, from);
    if (length < 0) {
      return null;
    }
    topUp(chunk, length);
    if (heldBytes() < length) {
      return null;
    }
    ByteBuffer record = held.duplicate().limit(from + length).position(from);
    from += length;
    return record;
  }

  /** The number of the alert in a record that is not encrypted, -1 if it is something else. */
  static int alertInTheClear(ByteBuffer record) {
    int at = record.position();
    return record.remaining() == HEADER_BYTES + 2 && record.get(at) == ALERT
        ? record.get(at + HEADER_BYTES + 1) & 0xff
        : -1;
  }

  private @Nullable ByteBuffer slice(ByteBuffer chunk) {
    int at = chunk.position();
    if (chunk.remaining() < HEADER_BYTES) {
      return null;
    }
    int length = lengthAt(chunk, at);
    if (length < 0 || chunk.remaining() < length) {
      return null;
    }
    chunk.position(at + length);
    return chunk.duplicate().limit(at + length).position(at);
  }

  /** The length with the header, or -1 if this is no header, or one of too large a record. */
  private int lengthAt(ByteBuffer bytes, int at) {
    int type = bytes.get(at);
    int length = HEADER_BYTES + (bytes.getShort(at + 3) & 0xffff);
    boolean ours = type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA && bytes.get(at + 1) == 3;
    if (ours && length <= BufferPool.RECORD_BYTES) {
      return length;
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put(0, bytes, at, HEADER_BYTES);
    malformed = new Malformed(header, ours);
    return -1;
  }

  private void topUp(ByteBuffer chunk, int wanted) {
    append(chunk, Math.min(chunk.remaining(), wanted - heldBytes()));
  }

  private void append(ByteBuffer chunk, int count) {
    if (count <= 0) {
      return;
    }
    makeRoom(count);
    held.put(held.position(), chunk, chunk.position(), count);
    held.position(held.position() + count);
    chunk.position(chunk.position() + count);
  }

  private void makeRoom(int count) {
    if (held.remaining() >= count) {
      return;
    }
    int needed = heldBytes() + count;
    ByteBuffer rest = held.duplicate().flip().position(from);
    if (needed <= held.capacity()) {
      held.clear().put(rest);
    } else {
      Lease former = lease;
      lease = needed > SMALLEST_BYTES && needed <= BufferPool.RECORD_BYTES ? pool.record() : null;
      held = lease != null ? lease.bytes : ByteBuffer.allocate(capacityFor(needed));
      held.put(rest);
      if (former != null) {
        former.release();
      }
    }
    from = 0;
  }

  private static int capacityFor(int needed) {
    return Math.max(SMALLEST_BYTES, Integer.highestOneBit(needed - 1) << 1);
  }
}
