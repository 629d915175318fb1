package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * The memory of {@code sendmmsg(2)} and {@code recvmmsg(2)}: an array of {@code struct mmsghdr},
 * each with an address and room for a message. Made once, used again and again, by one thread at a
 * time.
 */
public final class MessageBatch {
  /** {@code struct mmsghdr}: a {@code struct msghdr}, then the length of what was moved. */
  private static final int STRIDE = 64;

  private static final int LENGTH_AT = Msghdr.BYTES;

  private final int capacity;
  private final MemorySegment callState;
  private final MemorySegment headers;
  private final MemorySegment iovecs;
  private final MemorySegment addresses;
  private final MemorySegment data;
  private final int bytesEach;

  /** Room for {@code capacity} messages of at most {@code bytesEach} bytes. */
  public MessageBatch(int capacity, int bytesEach) {
    this.capacity = capacity;
    this.bytesEach = bytesEach;
    Arena arena = Arena.ofAuto();
    callState = arena.allocate(Syscall.CALL_STATE);
    headers = arena.allocate((long) capacity * STRIDE, STRIDE);
    iovecs = arena.allocate((long) capacity * Msghdr.IOVEC_BYTES, Long.BYTES);
    addresses = arena.allocate((long) capacity * Sockaddr.MAX_BYTES, Long.BYTES);
    data = arena.allocate((long) capacity * bytesEach, Long.BYTES);
  }

  /** All of message {@code index}'s room. */
  public MemorySegment room(int index) {
    return data.asSlice((long) index * bytesEach, bytesEach);
  }

  private MemorySegment header(int index) {
    return headers.asSlice((long) index * STRIDE, STRIDE);
  }

  private MemorySegment address(int index) {
    return addresses.asSlice((long) index * Sockaddr.MAX_BYTES, Sockaddr.MAX_BYTES);
  }

  private void set(int index, int addressLength, long dataLength) {
    Msghdr.set(
        header(index),
        iovecs.asSlice((long) index * Msghdr.IOVEC_BYTES, Msghdr.IOVEC_BYTES),
        address(index),
        addressLength,
        room(index).asSlice(0, dataLength),
        MemorySegment.NULL,
        0);
  }

  /** Makes message {@code index} ready to be sent: {@code length} bytes of its room. */
  public void prepare(int index, int length, @Nullable SocketAddress to, ProtocolFamily family)
      throws SocketException {
    set(index, to == null ? 0 : Sockaddr.write(to, family, address(index)), length);
  }

  /** {@code sendmmsg(2)} of messages {@code from} to {@code end}; returns how many were sent. */
  public int send(int fd, int from, int end) {
    return (int)
        Syscall.call(
            callState,
            Abi.NR_SENDMMSG,
            fd,
            header(from).address(),
            end - from,
            Abi.MSG_NOSIGNAL,
            0,
            0);
  }

  /** {@code recvmmsg(2)} of at most {@code capacity}; returns how many were received. */
  public int receive(int fd) {
    for (int i = 0; i < capacity; i++) {
      set(i, Sockaddr.MAX_BYTES, bytesEach);
    }
    return (int)
        Syscall.call(
            callState, Abi.NR_RECVMMSG, fd, headers.address(), capacity, Abi.MSG_TRUNC, 0, 0);
  }

  /** The real length of received message {@code index}. */
  public int length(int index) {
    return header(index).get(JAVA_INT, LENGTH_AT);
  }

  /** The sender of received message {@code index}; null where it has no address. */
  public @Nullable SocketAddress source(int index) {
    return Sockaddr.read(address(index), Msghdr.addressLength(header(index)));
  }
}
