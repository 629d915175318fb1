package io.jackfield.reactor.driver;

import static java.util.Objects.requireNonNull;

import io.jackfield.socket.ControlMessage;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a message that is to be sent: in a chunk, or in memory of its own if it is longer than
 * one. Or of several to one address that lie side by side in a chunk, all of one length but the
 * last, which may be shorter: the kernel can cut them out of one. Belongs to the thread of its
 * loop.
 */
public final class OutgoingMessage {
  /** The most datagrams that the kernel cuts out of one: {@code UDP_MAX_SEGMENTS} before 6.9. */
  static final int MAX_SEGMENTS = 64;

  private final @Nullable SocketAddress to;
  private final List<ControlMessage> control;
  private final @Nullable Chunk chunk;
  private int from;
  private int length;

  /** Of each, but the last of several. */
  private int segment;

  private int count = 1;

  /** The bytes of the first. */
  private @Nullable ByteBuffer data;

  private boolean isReleased;

  /**
   * Copies {@code bytes}, whose position stays.
   *
   * @param to null for the connected peer
   * @param before a message whose chunk is used as well, if there is room behind it and it was not
   *     released; what lies side by side is sent together for less
   */
  public OutgoingMessage(
      ChunkPool pool,
      ByteBuffer bytes,
      @Nullable SocketAddress to,
      List<ControlMessage> control,
      @Nullable OutgoingMessage before) {
    this.to = to;
    this.control = control;
    length = bytes.remaining();
    segment = length;
    if (before != null && before.chunk != null && before.hasRoomBehind(length)) {
      chunk = before.chunk.hold();
      from = before.end();
    } else {
      Chunk taken = pool.take();
      if (length <= taken.size()) {
        chunk = taken;
      } else {
        taken.release();
        chunk = null;
        data = ByteBuffer.allocate(length).put(0, bytes, bytes.position(), length);
      }
    }
    if (chunk != null) {
      put(chunk, from, bytes);
    }
  }

  private static void put(Chunk into, int at, ByteBuffer bytes) {
    into.bytes().put(at, bytes, bytes.position(), bytes.remaining());
    into.filled = at + bytes.remaining();
  }

  /** The first of several. */
  private OutgoingMessage(OutgoingMessage several, Chunk chunk) {
    to = several.to;
    control = several.control;
    this.chunk = chunk;
    from = several.from;
    length = several.segment;
    segment = length;
  }

  private int end() {
    return from + length;
  }

  /** Whether its chunk is still its own, with room behind it where no other message lies. */
  private boolean hasRoomBehind(int more) {
    return !isReleased && chunk != null && end() == chunk.filled && end() + more <= chunk.size();
  }

  // ---- several ----------------------------------------------------------------------------------

  /**
   * Copies another message behind those that are in here, if they can go as one: to the same
   * address, nothing beside them, and none longer than those before it or behind a shorter one, or
   * empty. There has to be room in the chunk, and no other message there.
   *
   * @param bytes of a message that has nothing beside it; their position stays
   * @return whether it is in here now
   */
  public boolean join(ByteBuffer bytes, @Nullable SocketAddress next) {
    int more = bytes.remaining();
    if (chunk == null || !takes(more) || !goesTo(next) || !hasRoomBehind(more)) {
      return false;
    }
    put(chunk, end(), bytes);
    length += more;
    count++;
    return true;
  }

  /** Whether one more of so many bytes can go with those that are in it, as the last. */
  private boolean takes(int more) {
    return more > 0 && more <= segment && count < MAX_SEGMENTS && isWhole() && control.isEmpty();
  }

  /** Whether the last is as long as the others, so that another can follow it. */
  boolean isWhole() {
    return length == count * segment;
  }

  /** Mostly they are the same object: those of known peers are not made anew. */
  @SuppressWarnings("ReferenceEquality")
  boolean goesTo(@Nullable SocketAddress other) {
    return to == other
        || (to instanceof InetSocketAddress a
            && other instanceof InetSocketAddress b
            && a.equals(b)
            && scope(a) == scope(b));
  }

  /** The JDK takes addresses for equal whose scopes differ. */
  private static int scope(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address v6 ? v6.getScopeId() : 0;
  }

  /** Takes the first of several out: a message by itself, to be released as any. */
  public OutgoingMessage takeFirst() {
    if (count < 2) {
      throw new IllegalStateException("this is one message, and not several");
    }
    var first = new OutgoingMessage(this, requireNonNull(chunk).hold());
    from += segment;
    length -= segment;
    segment = Math.min(segment, length);
    count--;
    data = null;
    return first;
  }

  // ---- what it is -------------------------------------------------------------------------------

  /** Where it goes; null for the connected peer. */
  public @Nullable SocketAddress to() {
    return to;
  }

  /** What goes beside it. */
  public List<ControlMessage> control() {
    return control;
  }

  /** How many bytes it has; of several, all of them. */
  public int length() {
    return length;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** How long each is, in bytes, but for the last of several, which may be shorter. */
  public int segmentBytes() {
    return segment;
  }

  /** Where one of several begins, in bytes behind the first; that is 0, and others count up. */
  public int offset(int index) {
    return index * segment;
  }

  /** How long that one is, in bytes. */
  public int length(int index) {
    return Math.min(segment, length - offset(index));
  }

  /** The bytes of the first, from position to limit; the same object as long as it is the first. */
  public ByteBuffer data() {
    ByteBuffer made = data;
    if (made == null) {
      // Only what is too long for a chunk has memory of its own, and that has its buffer.
      made = chunk == null ? ByteBuffer.allocate(0) : chunk.bytes().slice(from, length(0));
      data = made;
    }
    return made;
  }

  /** Where its bytes lie, of several all of them, for the kernel; 0 if they are in no chunk. */
  public long address() {
    return chunk == null ? 0 : chunk.address() + from;
  }

  /** It is sent, or given up: its memory is somebody else's now. */
  public void release() {
    isReleased = true;
    if (chunk != null) {
      chunk.release();
    }
  }
}
