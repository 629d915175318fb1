package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.ChunkPool;
import io.jackfield.socket.ControlMessage;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for room in the kernel, bounded in number and in bytes. Most wait in one line;
 * those for a Unix socket whose own queue is full in a line of its own, so that a peer which does
 * not read holds up nobody else. Belongs to the thread of its loop.
 */
final class DatagramQueue {
  /** A message of ours: in a chunk, or in memory of its own if it is longer than one. */
  static final class Message {
    final ByteBuffer data;
    final @Nullable SocketAddress to;
    final List<ControlMessage> control;
    final int length;
    private final @Nullable Chunk chunk;

    /** Copies {@code from}, whose position stays. */
    Message(
        ChunkPool pool, ByteBuffer from, @Nullable SocketAddress to, List<ControlMessage> control) {
      this.to = to;
      this.control = control;
      length = from.remaining();
      Chunk taken = pool.take();
      if (length <= taken.size()) {
        chunk = taken;
        data = taken.bytes().clear();
      } else {
        taken.release();
        chunk = null;
        data = ByteBuffer.allocate(length);
      }
      data.put(from.duplicate()).flip();
    }

    /** It is sent, or given up: its memory is somebody else's now. */
    void release() {
      if (chunk != null) {
        chunk.release();
      }
    }
  }

  private final DatagramOptions limits;
  private final ArrayDeque<Message> line = new ArrayDeque<>();
  private final Map<SocketAddress, ArrayDeque<Message>> stalled = new HashMap<>();
  private int messages;
  private long bytes;

  DatagramQueue(DatagramOptions limits) {
    this.limits = limits;
  }

  int messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return messages == 0;
  }

  boolean isHalfFull() {
    return messages > 0
        && (messages >= limits.queueMessages() / 2 || bytes >= limits.queueBytes() / 2);
  }

  boolean isQuarterFull() {
    return messages > limits.queueMessages() / 4 || bytes > limits.queueBytes() / 4;
  }

  /** Adds it at the end; false if there is no room, and it stays the caller's. */
  boolean add(Message message) {
    return counted(message) && line.add(message);
  }

  private boolean counted(Message message) {
    if (messages >= limits.queueMessages() || bytes + message.length > limits.queueBytes()) {
      return false;
    }
    messages++;
    bytes += message.length;
    return true;
  }

  /** Whether somebody waits for the same address already, for want of room there. */
  boolean isStalled(@Nullable SocketAddress to) {
    return to != null && stalled.containsKey(to);
  }

  boolean hasStalled() {
    return !stalled.isEmpty();
  }

  /** As {@link #add}, in the line of its address. */
  boolean stall(SocketAddress to, Message message) {
    return counted(message) && stalled.computeIfAbsent(to, _ -> new ArrayDeque<>()).add(message);
  }

  /** The first of the common line, which leaves it; null if there is none. */
  @Nullable Message next() {
    Message first = line.poll();
    if (first != null) {
      gone(first);
    }
    return first;
  }

  /**
   * Tries the first of each stalled line, and the next as long as one goes.
   *
   * @param gone whether a message has gone, one way or the other; else it stays the first
   */
  boolean retryStalled(Predicate<Message> gone) {
    boolean any = false;
    for (Iterator<ArrayDeque<Message>> each = stalled.values().iterator(); each.hasNext(); ) {
      ArrayDeque<Message> one = each.next();
      for (Message first; (first = one.peek()) != null && gone.test(first); any = true) {
        gone(one.remove());
      }
      if (one.isEmpty()) {
        each.remove();
      }
    }
    return any;
  }

  private void gone(Message message) {
    messages--;
    bytes -= message.length;
  }

  void clear() {
    line.forEach(Message::release);
    line.clear();
    stalled.values().forEach(one -> one.forEach(Message::release));
    stalled.clear();
    messages = 0;
    bytes = 0;
  }
}
