package io.jackfield.socket.linux;

/**
 * The ring of completions of a {@link Uring}: those that the last {@link Uring#enter} found, to be
 * taken one by one.
 */
public final class UringCompletions {
  private final long completionsAt;
  private final int mask;
  private final long headAt;
  private final long tailAt;
  private final long flagsAt;
  private int head;
  private int tail;

  private long userData;
  private int result;
  private int flags;

  UringCompletions(long completionsAt, int mask, long headAt, long tailAt, long flagsAt) {
    this.completionsAt = completionsAt;
    this.mask = mask;
    this.headAt = headAt;
    this.tailAt = tailAt;
    this.flagsAt = flagsAt;
  }

  /** Looks for what the kernel has added. */
  void look() {
    tail = NativeMemory.getIntAcquire(tailAt);
  }

  /** How many that the last {@link Uring#enter} found have not been taken. */
  public int count() {
    return tail - head;
  }

  /** Whether one of those that {@link #next} has not taken is of that user data. */
  public boolean hasCompletionOf(long data) {
    for (int i = head; i != tail; i++) {
      if (NativeMemory.getLong(completionAt(i)) == data) {
        return true;
      }
    }
    return false;
  }

  /** Whether the one that {@link #next} takes next is of that user data. */
  public boolean isNextOf(long data) {
    return head != tail && NativeMemory.getLong(completionAt(head)) == data;
  }

  /** Of the one that {@link #next} takes next, if there is one: how it went. */
  public int nextResult() {
    return NativeMemory.getInt(completionAt(head) + UringAbi.CQE_RES_AT);
  }

  /**
   * Whether there may be some that the last {@link Uring#enter} did not find: added since, or kept
   * back by the kernel as their ring was full.
   */
  public boolean mayMissSome() {
    return NativeMemory.getIntAcquire(tailAt) != tail
        || (NativeMemory.getIntAcquire(flagsAt) & UringAbi.SQ_CQ_OVERFLOW) != 0;
  }

  private long completionAt(int i) {
    return completionsAt + (long) (i & mask) * UringAbi.CQE_BYTES;
  }

  /** Takes one; false if there is none of what the last {@link Uring#enter} found. */
  public boolean next() {
    if (head == tail) {
      return false;
    }
    long at = completionAt(head++);
    userData = NativeMemory.getLong(at);
    result = NativeMemory.getInt(at + UringAbi.CQE_RES_AT);
    flags = NativeMemory.getInt(at + UringAbi.CQE_FLAGS_AT);
    return true;
  }

  /** Gives the room of those taken back to the kernel. */
  public void taken() {
    NativeMemory.putIntRelease(headAt, head);
  }

  /** Of the completion taken last: whose it is. */
  public long userData() {
    return userData;
  }

  /** How it went. */
  public int result() {
    return result;
  }

  /** Whether the same request will complete again. */
  public boolean isMoreToCome() {
    return (flags & UringAbi.CQE_F_MORE) != 0;
  }

  /**
   * Of a receive: whether there was more than it took, bytes or an end. Of Unix sockets the kernel
   * does not say so before Linux 6.17, and before 6.5 may say so for nothing.
   */
  public boolean isMoreInSocket() {
    return (flags & UringAbi.CQE_F_SOCK_NONEMPTY) != 0;
  }

  /** Whether a buffer was used. */
  public boolean hasBuffer() {
    return (flags & UringAbi.CQE_F_BUFFER) != 0;
  }

  /** Which buffer it was. */
  public int buffer() {
    return flags >>> UringAbi.CQE_BUFFER_SHIFT;
  }

  /** Whether the kernel goes on filling that buffer. */
  public boolean isBufferStillUsed() {
    return (flags & UringAbi.CQE_F_BUF_MORE) != 0;
  }
}
