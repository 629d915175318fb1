package io.jackfield.socket;

import io.jackfield.socket.linux.MessageBatch;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Many datagrams for one system call: filled by {@link Socket#receiveBatch}, or by {@link #add} for
 * {@link Socket#sendBatch}. Made once and used again; by one thread at a time.
 */
public final class DatagramBatch {
  /** The most datagrams of a batch: {@code UIO_MAXIOV}. */
  public static final int MAX_CAPACITY = 1_024;

  /** The most bytes of a datagram here. */
  public static final int MAX_BYTES = 65_535;

  final MessageBatch memory;
  private final int capacity;
  private final int bytesEach;
  private final int[] lengths;
  private final @Nullable SocketAddress[] targets;
  private int count;

  /**
   * Room for datagrams.
   *
   * @param capacity how many, 1 to {@link #MAX_CAPACITY}
   * @param bytesEach how long each may be, 1 to {@link #MAX_BYTES}
   */
  public DatagramBatch(int capacity, int bytesEach) {
    if (capacity < 1 || capacity > MAX_CAPACITY || bytesEach < 1 || bytesEach > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a batch has 1 to %d datagrams of 1 to %d bytes, not %d of %d"
              .formatted(MAX_CAPACITY, MAX_BYTES, capacity, bytesEach));
    }
    this.capacity = capacity;
    this.bytesEach = bytesEach;
    this.memory = new MessageBatch(capacity, bytesEach);
    this.lengths = new int[capacity];
    this.targets = new @Nullable SocketAddress[capacity];
  }

  /** How many datagrams are in it. */
  public int count() {
    return count;
  }

  /** Empties it. */
  public void clear() {
    count = 0;
  }

  /**
   * Adds a datagram to be sent; its bytes are copied.
   *
   * @param to null for the connected peer
   * @return false if the batch is full
   * @throws IllegalArgumentException if it is longer than the batch was made for
   */
  public boolean add(ByteBuffer datagram, @Nullable SocketAddress to) {
    if (datagram.remaining() > bytesEach) {
      throw new IllegalArgumentException(
          "a datagram of %d bytes; this batch was made for %d"
              .formatted(datagram.remaining(), bytesEach));
    }
    if (count == capacity) {
      return false;
    }
    lengths[count] = datagram.remaining();
    targets[count] = to;
    memory.room(count).asByteBuffer().put(datagram);
    count++;
    return true;
  }

  void prepare(ProtocolFamily family) throws SocketException {
    for (int i = 0; i < count; i++) {
      memory.prepare(i, lengths[i], targets[i], family);
    }
  }

  void received(int count) {
    this.count = count;
    for (int i = 0; i < count; i++) {
      lengths[i] = memory.length(i);
    }
  }

  /** The bytes of datagram {@code index}, as far as there was room; valid until the next use. */
  public ByteBuffer data(int index) {
    return memory.room(index).asByteBuffer().limit(Math.min(length(index), bytesEach));
  }

  /** The real length of datagram {@code index} in bytes, also where there was too little room. */
  public int length(int index) {
    return lengths[Objects.checkIndex(index, count)];
  }

  /** Whether there was too little room for datagram {@code index}; the rest is lost. */
  public boolean truncated(int index) {
    return length(index) > bytesEach;
  }

  /** Who sent received datagram {@code index}; null if the sender has no address. */
  public @Nullable SocketAddress source(int index) {
    return memory.source(Objects.checkIndex(index, count));
  }
}
