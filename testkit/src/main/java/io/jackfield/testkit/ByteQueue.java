package io.jackfield.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes in order, added at the end and taken from the beginning; grows as needed. */
final class ByteQueue {
  // A ring: byte i is at (head + i) % ring.length.
  private byte[] ring = new byte[256];
  private int head;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Takes {@code count} bytes from {@code source}, whose position moves. */
  void add(ByteBuffer source, int count) {
    if (size + count > ring.length) {
      grow(size + count);
    }
    int at = (head + size) % ring.length;
    int first = Math.min(count, ring.length - at);
    source.get(ring, at, first);
    source.get(ring, 0, count - first);
    size += count;
  }

  private void grow(int needed) {
    byte[] more = new byte[Math.max(needed, 2 * ring.length)];
    int first = Math.min(size, ring.length - head);
    System.arraycopy(ring, head, more, 0, first);
    System.arraycopy(ring, 0, more, first, size - first);
    ring = more;
    head = 0;
  }

  /** A copy of some bytes, which stay. */
  byte[] copy(int from, int count) {
    int at = (head + from) % ring.length;
    int first = Math.min(count, ring.length - at);
    byte[] bytes = Arrays.copyOfRange(ring, at, at + count);
    System.arraycopy(ring, 0, bytes, first, count - first);
    return bytes;
  }

  void discard(int count) {
    head = (head + count) % ring.length;
    size -= count;
  }

  void clear() {
    discard(size);
  }
}
