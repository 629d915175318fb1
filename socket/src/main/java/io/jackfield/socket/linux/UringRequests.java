package io.jackfield.socket.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The ring of requests of a {@link Uring}: written here, handed to the kernel by the next {@link
 * Uring#enter}. Each carries user data, which its completions bring back. Memory that a request
 * points to is the kernel's until it has completed.
 */
public final class UringRequests {
  /** The most pieces one gathered send takes. */
  public static final int PIECES = 64;

  /** What one {@link Uring#enter} takes of gathered sends. */
  private static final int MESSAGES = 64;

  /** What one {@link Uring#enter} takes of limited polls. */
  private static final int LIMITS = 64;

  private static final int PIECES_AT = Msghdr.BYTES + Long.BYTES;
  private static final int MESSAGE_STRIDE = PIECES_AT + PIECES * Msghdr.IOVEC_BYTES;

  /** Read by the kernel when the request is handed over, and not afterwards. */
  private final MemorySegment messages =
      Arena.ofAuto().allocate((long) MESSAGES * MESSAGE_STRIDE, Long.BYTES);

  /** How long polls wait at most; read likewise. */
  private final MemorySegment limits =
      Arena.ofAuto().allocate((long) LIMITS * Timespec.BYTES, Long.BYTES);

  private final long requestsAt;
  private final int entries;
  private final long headAt;
  private final long tailAt;
  private int tail;
  private int messagesUsed;
  private int limitsUsed;

  /** On rings that are mapped; head and tail lie there. */
  UringRequests(long requestsAt, int entries, long headAt, long tailAt) {
    this.requestsAt = requestsAt;
    this.entries = entries;
    this.headAt = headAt;
    this.tailAt = tailAt;
  }

  /** How many more requests it takes before {@link Uring#enter} is needed. */
  public int room() {
    return entries - (tail - NativeMemory.getIntAcquire(headAt));
  }

  private long lastAt() {
    return requestsAt + (long) ((tail - 1) & (entries - 1)) * UringAbi.SQE_BYTES;
  }

  private void request(
      int opcode,
      int sqeFlags,
      int ioprio,
      int fd,
      long address,
      int length,
      int opFlags,
      long data) {
    tail++;
    long at = lastAt();
    // Opcode, flags, priority and descriptor are one word, as are length and the call's flags.
    NativeMemory.putLong(at, opcode | (sqeFlags << 8) | (ioprio << 16) | ((long) fd << 32));
    NativeMemory.putLong(at + UringAbi.SQE_OFF_AT, 0);
    NativeMemory.putLong(at + UringAbi.SQE_ADDR_AT, address);
    NativeMemory.putLong(at + UringAbi.SQE_LEN_AT, (length & 0xffffffffL) | ((long) opFlags << 32));
    NativeMemory.putLong(at + UringAbi.SQE_USER_DATA_AT, data);
    NativeMemory.putLong(at + UringAbi.SQE_BUF_GROUP_AT, 0); // The only group; and no personality.
    NativeMemory.putLong(at + UringAbi.SQE_BUF_GROUP_AT + 8, 0);
    NativeMemory.putLong(at + UringAbi.SQE_BUF_GROUP_AT + 16, 0);
  }

  /**
   * Receives into buffers of group 0 until it is told otherwise, or has received so much: so much
   * at a time at most, and no more when it is reached.
   *
   * @param limit in bytes; 0 for none. Before Linux 6.17 any other completes with {@code -EINVAL}
   * @param isPatient whether it takes a buffer only when there are bytes, which costs a little
   *     more: else, where there is none, it completes at once
   */
  public void receive(int fd, int limit, boolean isPatient, long data) {
    int how = UringAbi.RECV_MULTISHOT | (isPatient ? UringAbi.RECVSEND_POLL_FIRST : 0);
    request(UringAbi.OP_RECV, UringAbi.SQE_BUFFER_SELECT, how, fd, 0, limit, 0, data);
    NativeMemory.putInt(lastAt() + UringAbi.SQE_OPTION_LENGTH_AT, limit);
  }

  /** Receives once, into one of the same buffers; {@code isPatient} as above. */
  public void receiveOnce(int fd, boolean isPatient, long data) {
    int how = isPatient ? UringAbi.RECVSEND_POLL_FIRST : 0;
    request(UringAbi.OP_RECV, UringAbi.SQE_BUFFER_SELECT, how, fd, 0, 0, 0, data);
  }

  /** Sends all of it, or as much as there is until an error. */
  public void send(int fd, long address, int length, long data) {
    request(UringAbi.OP_SEND, 0, 0, fd, address, length, Abi.MSG_NOSIGNAL | Abi.MSG_WAITALL, data);
  }

  /** Whether one more {@link #sendPieces} can be made before {@link Uring#enter}. */
  public boolean hasRoomForPieces() {
    return messagesUsed < MESSAGES;
  }

  /** Sets piece {@code i}, below {@link #PIECES}, of the next {@link #sendPieces}. */
  public void piece(int i, long address, int length) {
    long at = messageAt() + PIECES_AT + (long) i * Msghdr.IOVEC_BYTES;
    NativeMemory.putLong(at, address);
    NativeMemory.putLong(at + Long.BYTES, length);
  }

  private long messageAt() {
    return messages.address() + (long) messagesUsed * MESSAGE_STRIDE;
  }

  /** As {@link #send}, of the first {@code count} pieces. */
  public void sendPieces(int fd, int count, long data) {
    long offset = (long) messagesUsed * MESSAGE_STRIDE;
    MemorySegment header = messages.asSlice(offset, Msghdr.BYTES);
    MemorySegment pieces = messages.asSlice(offset + PIECES_AT);
    Msghdr.setPieces(header, pieces, count);
    int how = Abi.MSG_NOSIGNAL | Abi.MSG_WAITALL;
    request(UringAbi.OP_SENDMSG, 0, 0, fd, header.address(), 1, how, data);
    messagesUsed++;
  }

  /**
   * Accepts all that come, non-blocking, until it is told otherwise. Only where somebody waits is a
   * descriptor looked for, so that it does not fail for want of one before. From Linux 6.10 on.
   */
  public void acceptAlways(int fd, long data) {
    int how = UringAbi.ACCEPT_MULTISHOT | UringAbi.ACCEPT_POLL_FIRST;
    request(UringAbi.OP_ACCEPT, 0, how, fd, 0, 0, Abi.SOCK_CLOEXEC | Abi.SOCK_NONBLOCK, data);
  }

  /** Tells once when it is ready for {@code events} of poll(2), or had an error. */
  public void poll(int fd, int events, long data) {
    request(UringAbi.OP_POLL_ADD, 0, 0, fd, 0, 0, events, data);
  }

  /** Whether one more {@link #pollFor} can be made before {@link Uring#enter}. */
  public boolean hasRoomToPollFor() {
    return limitsUsed < LIMITS && room() >= 2;
  }

  /**
   * As {@link #poll}, for so long at most: then it completes with {@code -ECANCELED}. These are two
   * linked requests; the second completes only where it was taken without the first.
   *
   * @param limitData the second one's user data
   */
  public void pollFor(int fd, int events, long limitNanos, long data, long limitData) {
    request(UringAbi.OP_POLL_ADD, UringAbi.SQE_IO_LINK, 0, fd, 0, 0, events, data);
    long limit = Timespec.write(limitNanos, limits, (long) limitsUsed * Timespec.BYTES);
    limitsUsed++;
    int quietly = UringAbi.SQE_CQE_SKIP_SUCCESS;
    request(UringAbi.OP_LINK_TIMEOUT, quietly, 0, -1, limit, 1, 0, limitData);
  }

  /** Tells each time it becomes ready for {@code events}. */
  public void pollAlways(int fd, int events, long data) {
    request(UringAbi.OP_POLL_ADD, 0, 0, fd, 0, UringAbi.POLL_ADD_MULTI, events, data);
  }

  /** Ends the request of that user data; it completes with {@code -ECANCELED}, if it did not. */
  public void cancel(long target, long data) {
    request(UringAbi.OP_ASYNC_CANCEL, 0, 0, -1, target, 0, 0, data);
  }

  /** Lets the kernel see them; returns how many there are. */
  int publish() {
    NativeMemory.putIntRelease(tailAt, tail);
    return tail - NativeMemory.getIntAcquire(headAt);
  }

  /** Looks at what it took: where it was short of memory the rest, whose messages stay. */
  void look() {
    if (room() == entries) {
      messagesUsed = 0;
      limitsUsed = 0;
    }
  }
}
