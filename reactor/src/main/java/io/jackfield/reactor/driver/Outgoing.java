package io.jackfield.reactor.driver;

import java.nio.ByteBuffer;
import java.util.Arrays;

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

  private final ChunkPool pool;

  // A ring: piece i is at (head + i) & (length - 1).
  private Chunk[] chunks = new Chunk[4];
  private int[] starts = new int[4];
  private int[] ends = new int[4];
  private int head;
  private int count;

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
      int last = lastGrows ? at(count - 1) : -1;
      if (last < 0 || ends[last] == chunks[last].size()) {
        add(pool.take(), 0, 0);
        lastGrows = true;
        last = at(count - 1);
      }
      int copied = Math.min(data.remaining(), chunks[last].size() - ends[last]);
      chunks[last].bytes().put(ends[last], data, data.position(), copied);
      data.position(data.position() + copied);
      ends[last] += copied;
      bytes += copied;
    }
  }

  /** Adds a part of {@code chunk} without copying it; holds the chunk. */
  public void appendLent(Chunk chunk, int from, int to) {
    if (to <= from) {
      return;
    }
    if (followsLast(chunk, from)) {
      ends[at(count - 1)] = to;
    } else {
      add(chunk.hold(), from, to);
      lastGrows = false;
    }
    bytes += to - from;
  }

  /** Adds the first piece of another without copying it, and takes it away there. */
  public void appendFirstOf(Outgoing other) {
    int at = other.head;
    int length = other.length(0);
    appendLent(other.chunks[at], other.starts[at], other.ends[at]);
    other.advance(length);
  }

  /** Whether it goes on where the last piece ends, so that the two are one. */
  @SuppressWarnings("ReferenceEquality") // Two chunks are never the same memory.
  private boolean followsLast(Chunk chunk, int from) {
    return count > 0 && chunks[at(count - 1)] == chunk && ends[at(count - 1)] == from;
  }

  private void add(Chunk chunk, int from, int to) {
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
    Chunk[] more = Arrays.copyOf(chunks, 2 * count);
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

  private int at(int piece) {
    return (head + piece) & (chunks.length - 1);
  }

  /** How many pieces there are, none of them empty. */
  public int pieces() {
    return count;
  }

  /** Where piece {@code i} begins in memory. */
  public long address(int i) {
    return chunks[at(i)].address() + starts[at(i)];
  }

  /** How long piece {@code i} is, in bytes. */
  public int length(int i) {
    return ends[at(i)] - starts[at(i)];
  }

  /** Piece {@code i} to be read; valid until the next call on its chunk. */
  public ByteBuffer view(int i) {
    return chunks[at(i)].view(starts[at(i)], ends[at(i)]);
  }

  /** The first {@code sent} bytes have gone: their chunks are released. */
  public void advance(long sent) {
    if (sent > bytes) {
      throw new IllegalArgumentException(sent + " bytes sent of " + bytes);
    }
    bytes -= sent;
    for (long left = sent; left > 0; ) {
      int of = length(0);
      if (left < of) {
        starts[head] += (int) left;
        return;
      }
      left -= of;
      removeFirst();
    }
  }

  @SuppressWarnings("NullAway") // A slot outside the ring's part in use is never read.
  private void removeFirst() {
    Chunk first = chunks[head];
    chunks[head] = null;
    head = at(1);
    count--;
    if (count == 0) {
      lastGrows = false;
    }
    first.release();
  }

  /** Whether it is small enough to be kept for others when it is empty. */
  public boolean isWorthKeeping() {
    return chunks.length <= KEPT_PIECES;
  }

  /** Forgets all of it. */
  public void clear() {
    while (count > 0) {
      removeFirst();
    }
    bytes = 0;
  }
}
