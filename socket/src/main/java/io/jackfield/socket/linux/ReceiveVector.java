package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * {@code recvmmsg(2)} for an event loop: datagrams of IP, each into native memory that the caller
 * keeps alive. As {@link LoopCalls}: never waiting, a negated errno, one thread's, and nothing
 * allocated but the addresses of new peers.
 */
public final class ReceiveVector {
  /** The most messages of a call. */
  public static final int MESSAGES = 64;

  /** {@code struct mmsghdr}: a {@code struct msghdr}, then the length of what was moved. */
  static final int STRIDE = 64;

  private static final int MESSAGE_LENGTH_AT = 56;
  private static final int NAME_AT = 0;
  private static final int NAME_LENGTH_AT = 8;
  private static final int IOV_AT = 16;
  private static final int IOV_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int FLAGS_AT = 48;

  private final MemorySegment callState =
      Arena.ofAuto().allocate(Syscall.CALL_STATE.byteSize(), 64);
  private final MemorySegment headers = Arena.ofAuto().allocate((long) MESSAGES * STRIDE, 64);
  private final MemorySegment iovecs =
      Arena.ofAuto().allocate((long) MESSAGES * Msghdr.IOVEC_BYTES, 64);
  private final MemorySegment names =
      Arena.ofAuto().allocate((long) MESSAGES * AddressCache.NAME_BYTES, 64);
  private final AddressCache addresses = new AddressCache();

  /** Of each message {@link #controlEach}; made larger when more is asked for. */
  private MemorySegment control = MemorySegment.NULL;

  private int controlEach;

  /** With no room for any message. */
  public ReceiveVector() {
    for (int i = 0; i < MESSAGES; i++) {
      long header = header(i);
      NativeMemory.putLong(header + NAME_AT, name(i).address());
      NativeMemory.putLong(header + IOV_AT, iovecs.address() + (long) i * Msghdr.IOVEC_BYTES);
      NativeMemory.putLong(header + IOV_COUNT_AT, 1);
    }
  }

  private long header(int index) {
    return headers.address() + (long) index * STRIDE;
  }

  private MemorySegment name(int index) {
    return names.asSlice((long) index * AddressCache.NAME_BYTES, AddressCache.NAME_BYTES);
  }

  /** Where message {@code index} is received from now on. */
  public void room(int index, long address, int length) {
    long iovec = iovecs.address() + (long) index * Msghdr.IOVEC_BYTES;
    NativeMemory.putLong(iovec, address);
    NativeMemory.putLong(iovec + Long.BYTES, length);
  }

  /**
   * Receives into the first {@code count} rooms; returns how many messages there were.
   *
   * @param controlBytes room for the ancillary data of each, 0 to 4,096
   */
  public int receive(int fd, int count, int controlBytes) {
    if (controlBytes > controlEach) {
      int each = controlBytes + Long.BYTES - 1 & -Long.BYTES;
      control = Arena.ofAuto().allocate((long) MESSAGES * each, Long.BYTES);
      controlEach = each;
    }
    for (int i = 0; i < count; i++) {
      long header = header(i);
      NativeMemory.putLong(header + NAME_LENGTH_AT, AddressCache.NAME_BYTES);
      NativeMemory.putLong(
          header + CONTROL_AT, controlBytes == 0 ? 0 : control.address() + (long) i * controlEach);
      NativeMemory.putLong(header + CONTROL_LENGTH_AT, controlBytes);
      NativeMemory.putLong(header + FLAGS_AT, 0);
    }
    return (int)
        Syscall.call(
            callState,
            Abi.NR_RECVMMSG,
            fd,
            headers.address(),
            count,
            Abi.MSG_TRUNC | Abi.MSG_CMSG_CLOEXEC,
            0,
            0);
  }

  /** The real length of received message {@code index}, also where there was too little room. */
  public int length(int index) {
    return NativeMemory.getInt(header(index) + MESSAGE_LENGTH_AT);
  }

  /** {@code MSG_TRUNC}, {@code MSG_CTRUNC}, …, as the kernel set them. */
  public int flags(int index) {
    return NativeMemory.getInt(header(index) + FLAGS_AT);
  }

  /** Who sent received message {@code index}; the same object for the same peer, mostly. */
  public @Nullable SocketAddress source(int index) {
    return addresses.read(name(index), NativeMemory.getInt(header(index) + NAME_LENGTH_AT));
  }

  /** How many bytes of ancillary data came with message {@code index}. */
  public int controlLength(int index) {
    return (int) NativeMemory.getLong(header(index) + CONTROL_LENGTH_AT);
  }

  /** Those bytes, a copy. */
  public byte[] control(int index) {
    byte[] bytes = new byte[controlLength(index)];
    MemorySegment.copy(control, JAVA_BYTE, (long) index * controlEach, bytes, 0, bytes.length);
    return bytes;
  }
}
