package io.jackfield.reactor;

import io.jackfield.reactor.driver.OutgoingMessage;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for room in the kernel, bounded in number and in bytes. Most wait in one line;
 * those for a Unix socket whose own queue is full in a line of its own, so that a peer which does
 * not read holds up nobody else. Belongs to the thread of its loop.
 */
final class DatagramQueue {
  /** The most messages that wait only to be sent together. */
  private static final int GATHERED = 256;

  private final DatagramOptions limits;
  private final ArrayDeque<OutgoingMessage> line = new ArrayDeque<>();
  private final Map<SocketAddress, ArrayDeque<OutgoingMessage>> stalled = new HashMap<>();
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
  boolean add(OutgoingMessage message) {
    return counted(message) && line.add(message);
  }

  private boolean counted(OutgoingMessage message) {
    if (messages >= limits.queueMessages() || bytes + message.length() > limits.queueBytes()) {
      return false;
    }
    messages++;
    bytes += message.length();
    return true;
  }

  /** Adds it to the last of the common line, if they can go together, and the queue gathers it. */
  boolean join(ByteBuffer data, @Nullable SocketAddress to) {
    OutgoingMessage last = line.peekLast();
    int length = data.remaining();
    if (last == null || !gathers(length) || !last.join(data, to)) {
      return false;
    }
    messages++;
    bytes += length;
    return true;
  }

  /** The common line, to be looked at. */
  Collection<OutgoingMessage> line() {
    return line;
  }

  /** The last of the common line; null if there is none. */
  @Nullable OutgoingMessage last() {
    return line.peekLast();
  }

  /** The first of the common line, which stays in it; null if there is none. */
  @Nullable OutgoingMessage first() {
    return line.peek();
  }

  /**
   * Whether a message of so many bytes can be gathered with those that wait: there is room, and
   * gathering alone never makes the queue half full.
   */
  boolean gathers(int more) {
    return messages < Math.min(GATHERED, limits.queueMessages() / 4)
        && bytes + more <= limits.queueBytes() / 4;
  }

  /** Whether somebody waits for the same address already, for want of room there. */
  boolean isStalled(@Nullable SocketAddress to) {
    return to != null && !stalled.isEmpty() && stalled.containsKey(to);
  }

  boolean hasStalled() {
    return !stalled.isEmpty();
  }

  /** As {@link #add}, in the line of its address. */
  boolean stall(SocketAddress to, OutgoingMessage message) {
    return counted(message) && stalled.computeIfAbsent(to, _ -> new ArrayDeque<>()).add(message);
  }

  /** The first of the common line, a single one, which leaves it; null if there is none. */
  @Nullable OutgoingMessage next() {
    OutgoingMessage first = line.peek();
    if (first == null) {
      return null;
    }
    OutgoingMessage one = first.count() > 1 ? first.takeFirst() : line.remove();
    gone(one);
    return one;
  }

  /** So many of the common line have gone, from the first on; returns their bytes. */
  long sent(int count) {
    long before = bytes;
    for (int left = count; left > 0; ) {
      OutgoingMessage first = line.element();
      if (first.count() > left) {
        first = first.takeFirst();
      } else {
        line.remove();
      }
      left -= first.count();
      gone(first);
      first.release();
    }
    return before - bytes;
  }

  /**
   * Tries the first of each stalled line, and the next as long as one goes.
   *
   * @param gone whether a message has gone, one way or the other; else it stays the first
   */
  boolean retryStalled(Predicate<OutgoingMessage> gone) {
    boolean any = false;
    for (Iterator<ArrayDeque<OutgoingMessage>> each = stalled.values().iterator();
        each.hasNext(); ) {
      ArrayDeque<OutgoingMessage> one = each.next();
      for (OutgoingMessage first; (first = one.peek()) != null && gone.test(first); any = true) {
        gone(one.remove());
      }
      if (one.isEmpty()) {
        each.remove();
      }
    }
    return any;
  }

  private void gone(OutgoingMessage message) {
    messages -= message.count();
    bytes -= message.length();
  }

  void clear() {
    line.forEach(OutgoingMessage::release);
    line.clear();
    stalled.values().forEach(one -> one.forEach(OutgoingMessage::release));
    stalled.clear();
    messages = 0;
    bytes = 0;
  }
}
