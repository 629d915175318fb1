package io.jackfield.reactor.driver;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has still to send: pieces of chunks, in order. Each piece holds its chunk until its
 * last byte is sent. Belongs to the thread of its loop.
 *
 * <p>Appending while a driver sends from it is allowed: pieces that are there never move, the last
 * one may only grow.
 */
public final class Outgoing {
  /** More than most connections ever need; one that has grown beyond is not kept for others. */
  private static final int KEPT_PIECES = 16;

  /**
   * What is a smaller part of its chunk than one of so many is copied if it has to wait behind
   * others: held, it would keep all of the chunk, and thousands of such pieces as many chunks.
   */
  private static final int LEAST_PART = 4;

  private final ChunkPool pool;

  // The first piece, nearly always the only one; without a chunk there is none.
  private @Nullable Chunk first;
  private int start;
  private int end;

  /** Those behind it; made when there are any. */
  private @Nullable Pieces behind;

  /** Whether the last piece ends where its chunk, which is ours alone, has room left. */
  private boolean lastGrows;

  private long bytes;

  /** Makes an empty one, which takes its chunks from {@code pool}. */
  public Outgoing(ChunkPool pool) {
    this.pool = pool;
  }

  /** How many bytes are still to be sent. */
  public long bytes() {
    return bytes;
  }

  public boolean isEmpty() {
    return bytes == 0;
  }

  /** Copies all that {@code data} has left; its position moves to its limit. */
  public void append(ByteBuffer data) {
    while (data.hasRemaining()) {
      if (!hasRoomBehind()) {
        addGrowing(pool.take());
      }
      int copied = Math.min(data.remaining(), last().size() - lastEnd());
      last().bytes().put(lastEnd(), data, data.position(), copied);
      data.position(data.position() + copied);
      grew(copied);
    }
  }

  private void copy(Chunk chunk, int from, int to) {
    for (int at = from; at < to; ) {
      if (!hasRoomBehind()) {
        Chunk into = pool.tryTake();
        if (into == null) { // What is held needs no memory.
          lend(chunk, at, to);
          return;
        }
        addGrowing(into);
      }
      int copied = Math.min(to - at, last().size() - lastEnd());
      chunk.copy(at, copied, last(), lastEnd());
      at += copied;
      grew(copied);
    }
  }

  /** Whether the last piece's chunk, which is ours alone, has room behind the piece. */
  private boolean hasRoomBehind() {
    return lastGrows && lastEnd() < last().size();
  }

  private void addGrowing(Chunk ours) {
    add(ours, 0, 0);
    lastGrows = true;
  }

  private void lend(Chunk chunk, int from, int to) {
    add(chunk.hold(), from, to);
    lastGrows = false;
    bytes += to - from;
  }

  private void grew(int more) {
    lastEnd(lastEnd() + more);
    bytes += more;
  }

  /**
   * Adds a part of {@code chunk} without copying it, and holds the chunk; but for a small part of a
   * large one behind others that wait, which is copied. So what is held is little more at most than
   * five times the bytes that wait, and a chunk.
   */
  public void appendLent(Chunk chunk, int from, int to) {
    if (to <= from) {
      return;
    }
    if (followsLast(chunk, from)) {
      grew(to - from);
    } else if (first != null && to - from < chunk.size() / LEAST_PART) {
      copy(chunk, from, to);
    } else {
      lend(chunk, from, to);
    }
  }

  /** Adds the first piece of another without copying it, and takes it away there. */
  public void appendFirstOf(Outgoing other) {
    if (other.first != null) {
      int length = other.length(0);
      appendLent(other.first, other.start, other.end);
      other.advance(length);
    }
  }

  /** Whether it goes on where the last piece ends, so that the two are one. */
  @SuppressWarnings("ReferenceEquality") // Two chunks are never the same memory.
  private boolean followsLast(Chunk chunk, int from) {
    return first != null && last() == chunk && lastEnd() == from;
  }

  private void add(Chunk chunk, int from, int to) {
    if (first == null) {
      first = chunk;
      start = from;
      end = to;
      return;
    }
    if (behind == null) {
      behind = new Pieces();
    }
    behind.add(chunk, from, to);
  }

  private boolean isLastBehind() {
    return behind != null && behind.count > 0;
  }

  /** There must be one. */
  @SuppressWarnings("NullAway")
  private Chunk last() {
    return isLastBehind() ? behind.chunk(behind.count - 1) : first;
  }

  @SuppressWarnings("NullAway")
  private int lastEnd() {
    return isLastBehind() ? behind.end(behind.count - 1) : end;
  }

  @SuppressWarnings("NullAway")
  private void lastEnd(int to) {
    if (isLastBehind()) {
      behind.lastEnd(to);
    } else {
      end = to;
    }
  }

  /** How many pieces there are, none of them empty. */
  public int pieces() {
    return (first == null ? 0 : 1) + (behind == null ? 0 : behind.count);
  }

  /** Where piece {@code i} begins in memory. */
  @SuppressWarnings("NullAway") // Who asks for a piece knows that there is one; so do the next.
  public long address(int i) {
    return i == 0 ? first.address() + start : behind.chunk(i - 1).address() + behind.start(i - 1);
  }

  /** How long piece {@code i} is, in bytes. */
  @SuppressWarnings("NullAway")
  public int length(int i) {
    return i == 0 ? end - start : behind.end(i - 1) - behind.start(i - 1);
  }

  /** Piece {@code i} to be read; valid until the next call on its chunk. */
  @SuppressWarnings("NullAway")
  public ByteBuffer view(int i) {
    return i == 0
        ? first.view(start, end)
        : behind.chunk(i - 1).view(behind.start(i - 1), behind.end(i - 1));
  }

  /** The first {@code sent} bytes have gone: their chunks are released. */
  public void advance(long sent) {
    if (sent > bytes) {
      throw new IllegalArgumentException(sent + " bytes sent of " + bytes);
    }
    bytes -= sent;
    for (long left = sent; left > 0; ) {
      int of = end - start;
      if (left < of) {
        start += (int) left;
        return;
      }
      left -= of;
      removeFirst();
    }
  }

  @SuppressWarnings("NullAway") // Called where there is one.
  private void removeFirst() {
    Chunk gone = first;
    if (isLastBehind()) {
      first = behind.chunk(0);
      start = behind.start(0);
      end = behind.end(0);
      behind.removeFirst();
    } else {
      first = null;
      start = 0;
      end = 0;
      lastGrows = false;
    }
    gone.release();
  }

  /** Whether it is small enough to be kept for others when it is empty. */
  public boolean isWorthKeeping() {
    return behind == null || behind.room() <= KEPT_PIECES;
  }

  /** Forgets all of it. */
  public void clear() {
    while (first != null) {
      removeFirst();
    }
    bytes = 0;
  }

  /** Pieces in order, a ring: piece i is at (head + i) & (length - 1). */
  private static final class Pieces {
    private @Nullable Chunk[] chunks = new Chunk[4];
    private int[] starts = new int[4];
    private int[] ends = new int[4];
    private int head;
    private int count;

    int room() {
      return chunks.length;
    }

    private int at(int piece) {
      return (head + piece) & (chunks.length - 1);
    }

    @SuppressWarnings("NullAway") // A slot outside the ring's part in use is never read.
    Chunk chunk(int i) {
      return chunks[at(i)];
    }

    int start(int i) {
      return starts[at(i)];
    }

    int end(int i) {
      return ends[at(i)];
    }

    void lastEnd(int to) {
      ends[at(count - 1)] = to;
    }

    void add(Chunk chunk, int from, int to) {
      if (count == chunks.length) {
        grow();
      }
      int at = at(count);
      chunks[at] = chunk;
      starts[at] = from;
      ends[at] = to;
      count++;
    }

    private void grow() {
      @Nullable Chunk[] more = Arrays.copyOf(chunks, 2 * count);
      int[] moreStarts = new int[2 * count];
      int[] moreEnds = new int[2 * count];
      for (int i = 0; i < count; i++) {
        more[i] = chunks[at(i)];
        moreStarts[i] = starts[at(i)];
        moreEnds[i] = ends[at(i)];
      }
      chunks = more;
      starts = moreStarts;
      ends = moreEnds;
      head = 0;
    }

    void removeFirst() {
      chunks[head] = null;
      head = at(1);
      count--;
    }
  }
}
