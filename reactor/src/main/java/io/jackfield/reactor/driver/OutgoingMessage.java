package io.jackfield.reactor.driver;

import io.jackfield.socket.ControlMessage;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a message that is to be sent: in a chunk, or in memory of its own if it is longer than
 * one. Belongs to the thread of its loop.
 */
public final class OutgoingMessage {
  private final @Nullable SocketAddress to;
  private final List<ControlMessage> control;
  private final int length;
  private final @Nullable Chunk chunk;
  private final int from;
  private @Nullable ByteBuffer data;
  private boolean isReleased;

  /**
   * Copies {@code bytes}, whose position stays.
   *
   * @param to null for the connected peer
   * @param before a message whose chunk is used as well if it has room and that was not released;
   *     what lies side by side is sent together for less
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
    Chunk shared = before == null || before.isReleased ? null : before.chunk;
    if (before != null && shared != null && before.end() + length <= shared.size()) {
      chunk = shared.hold();
      from = before.end();
    } else {
      Chunk taken = pool.take();
      from = 0;
      if (length <= taken.size()) {
        chunk = taken;
      } else {
        taken.release();
        chunk = null;
        data = ByteBuffer.allocate(length).put(0, bytes, bytes.position(), length);
      }
    }
    if (chunk != null) {
      chunk.bytes().put(from, bytes, bytes.position(), length);
    }
  }

  private int end() {
    return from + length;
  }

  /** Where it goes; null for the connected peer. */
  public @Nullable SocketAddress to() {
    return to;
  }

  /** What goes beside it. */
  public List<ControlMessage> control() {
    return control;
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }

  /** Its bytes, from position to limit; the same object each time. */
  public ByteBuffer data() {
    ByteBuffer made = data;
    if (made == null) {
      // Only what is too long for a chunk has memory of its own, and that has its buffer.
      made = chunk == null ? ByteBuffer.allocate(0) : chunk.bytes().slice(from, length);
      data = made;
    }
    return made;
  }

  /** Where its bytes lie, for the kernel; 0 if they are in no chunk. */
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
