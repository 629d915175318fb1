package io.jackfield.socket.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * {@code sendmmsg(2)} for an event loop: messages of native memory that the caller keeps alive, of
 * which some may be trains, cut into datagrams by the kernel ({@code UDP_SEGMENT}, udp(7)). As
 * {@link LoopCalls}.
 */
public final class SendVector {
  /** The most messages of a call, a train being one. */
  public static final int MESSAGES = 64;

  /** The most pieces of all of them; what lies side by side is one. */
  public static final int PIECES = 256;

  private static final int NAME_AT = 0;
  private static final int NAME_LENGTH_AT = 8;
  private static final int IOV_AT = 16;
  private static final int IOV_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int FLAGS_AT = 48;

  /** {@code struct cmsghdr} with two bytes of data: {@code CMSG_LEN(2)}, {@code CMSG_SPACE(2)}. */
  private static final int CONTROL_LENGTH = 18;

  private static final int CONTROL_BYTES = 24;

  private final MemorySegment callState =
      Arena.ofAuto().allocate(Syscall.CALL_STATE.byteSize(), 64);
  private final MemorySegment headers =
      Arena.ofAuto().allocate((long) MESSAGES * ReceiveVector.STRIDE, 64);
  private final MemorySegment iovecs =
      Arena.ofAuto().allocate((long) PIECES * Msghdr.IOVEC_BYTES, 64);
  private final MemorySegment names =
      Arena.ofAuto().allocate((long) MESSAGES * AddressCache.NAME_BYTES, 64);
  private final MemorySegment control =
      Arena.ofAuto().allocate((long) MESSAGES * CONTROL_BYTES, 64);
  private final AddressCache addresses = new AddressCache();
  private int messages;
  private int pieces;

  /** Of the last piece. */
  private long pieceBytes;

  private long pieceEnd;

  /** Whether the last message is one. */
  private boolean isTrain;

  /** Empty. */
  public SendVector() {
    for (int i = 0; i < MESSAGES; i++) {
      long at = control.address() + (long) i * CONTROL_BYTES;
      NativeMemory.putLong(at, CONTROL_LENGTH);
      NativeMemory.putInt(at + 8, Abi.SOL_UDP);
      NativeMemory.putInt(at + 12, Abi.UDP_SEGMENT);
    }
  }

  /** Empties it. */
  public void clear() {
    messages = 0;
    pieces = 0;
  }

  /** How many messages are in it. */
  public int messages() {
    return messages;
  }

  /** Whether another piece has room, and if need be another message. */
  public boolean hasRoom() {
    return messages < MESSAGES && pieces < PIECES;
  }

  private long header(int index) {
    return headers.address() + (long) index * ReceiveVector.STRIDE;
  }

  private long iovec(int index) {
    return iovecs.address() + (long) index * Msghdr.IOVEC_BYTES;
  }

  /**
   * Begins a message of one piece.
   *
   * @param to null for the connected peer
   * @param family of the socket
   * @throws SocketException never for addresses of IP
   */
  public void add(@Nullable SocketAddress to, ProtocolFamily family, long address, int length)
      throws SocketException {
    long header = header(messages);
    long name = names.address() + (long) messages * AddressCache.NAME_BYTES;
    int nameLength = to == null ? 0 : addresses.write(to, family, name);
    NativeMemory.putLong(header + NAME_AT, to == null ? 0 : name);
    NativeMemory.putLong(header + NAME_LENGTH_AT, nameLength);
    NativeMemory.putLong(header + IOV_AT, iovec(pieces));
    NativeMemory.putLong(header + IOV_COUNT_AT, 1);
    NativeMemory.putLong(header + CONTROL_AT, 0);
    NativeMemory.putLong(header + CONTROL_LENGTH_AT, 0);
    NativeMemory.putLong(header + FLAGS_AT, 0);
    messages++;
    isTrain = false;
    newPiece(address, length);
  }

  private void newPiece(long address, int length) {
    NativeMemory.putLong(iovec(pieces), address);
    NativeMemory.putLong(iovec(pieces) + Long.BYTES, length);
    pieces++;
    pieceBytes = length;
    pieceEnd = address + length;
  }

  /** Makes the last message a train, of datagrams of so many bytes, if it is none yet. */
  public void train(int segmentBytes) {
    if (!isTrain) {
      isTrain = true;
      long at = control.address() + (long) (messages - 1) * CONTROL_BYTES;
      NativeMemory.putLong(header(messages - 1) + CONTROL_AT, at);
      NativeMemory.putLong(header(messages - 1) + CONTROL_LENGTH_AT, CONTROL_BYTES);
      NativeMemory.putShort(at + 16, segmentBytes);
    }
  }

  /** Makes the last message longer by this piece. */
  public void extend(long address, int length) {
    if (address == pieceEnd) {
      pieceBytes += length;
      pieceEnd += length;
      NativeMemory.putLong(iovec(pieces - 1) + Long.BYTES, pieceBytes);
    } else {
      long count = header(messages - 1) + IOV_COUNT_AT;
      NativeMemory.putLong(count, NativeMemory.getLong(count) + 1);
      newPiece(address, length);
    }
  }

  /** Sends them; returns how many messages went, or why the first did not. */
  public int send(int fd) {
    return (int)
        Syscall.call(
            callState, Abi.NR_SENDMMSG, fd, headers.address(), messages, Abi.MSG_NOSIGNAL, 0, 0);
  }
}
