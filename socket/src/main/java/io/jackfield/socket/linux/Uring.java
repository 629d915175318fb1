package io.jackfield.socket.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * {@code io_uring(7)}: two rings shared with the kernel, one of requests, one of completions. For
 * one thread, the first that {@linkplain #enter enters}; another may write requests before.
 *
 * <p>A single system call, {@link #enter}, hands over what was requested and waits. The kernel runs
 * completions only inside it ({@code DEFER_TASKRUN}), so nothing interrupts the thread. Only what
 * has to be waited for is requested here; the rest are ordinary calls.
 *
 * <p>Needs Linux 6.1. Results are 0 or more, or a negated errno. Source: io_uring_setup(2),
 * io_uring_enter(2), {@code linux/io_uring.h}.
 */
public final class Uring {
  private static final int FLAGS =
      UringAbi.SETUP_CQSIZE
          | UringAbi.SETUP_R_DISABLED
          | UringAbi.SETUP_SUBMIT_ALL
          | UringAbi.SETUP_SINGLE_ISSUER
          | UringAbi.SETUP_DEFER_TASKRUN;

  private final MemorySegment callState = Arena.ofAuto().allocate(Syscall.CALL_STATE);

  /** For what one call takes or gives: {@code io_uring_params} is the largest. */
  private final MemorySegment argument = Arena.ofAuto().allocate(UringAbi.PARAMS_BYTES, Long.BYTES);

  /** How long to wait, with the {@code timespec} it points to. */
  private final MemorySegment limit =
      Arena.ofAuto().allocate(UringAbi.EVENTS_ARG_BYTES + Timespec.BYTES, Long.BYTES);

  private final int number;
  private final long ringBytes;
  private final long requestBytes;
  private final long ringAt;
  private final long requestsAt;
  private final UringRequests requests;
  private final UringCompletions completions;

  /** What enter is given for the descriptor: its number, or where it is registered. */
  private int enterNumber;

  private int enterFlags = UringAbi.ENTER_GETEVENTS | UringAbi.ENTER_EXT_ARG;
  private final UringLevel level;
  private final boolean hasArray;
  private long entered;
  private boolean enabled;
  private boolean closed;

  /**
   * Opens the rings.
   *
   * @param requests that one {@link #enter} takes, a power of two
   * @param completions that wait before the kernel keeps the others to itself, likewise
   * @param level what is used at most
   * @throws Refused if the kernel has no such thing, or does not let us
   */
  public Uring(int requests, int completions, UringLevel level) throws Refused {
    this.level = level;
    int opened =
        level.has(UringLevel.LINUX_6_6)
            ? setUp(requests, completions, FLAGS | UringAbi.SETUP_NO_SQARRAY)
            : -Abi.EINVAL;
    hasArray = opened == -Abi.EINVAL;
    if (hasArray) {
      opened = setUp(requests, completions, FLAGS);
    }
    number = (int) require("io_uring_setup", opened);
    enterNumber = number;
    long at = argument.address();
    int requestEntries = NativeMemory.getInt(at + UringAbi.PARAMS_SQ_ENTRIES_AT);
    int completionEntries = NativeMemory.getInt(at + UringAbi.PARAMS_CQ_ENTRIES_AT);
    long sqOff = at + UringAbi.PARAMS_SQ_OFF_AT;
    long cqOff = at + UringAbi.PARAMS_CQ_OFF_AT;
    int completionsAt = NativeMemory.getInt(cqOff + UringAbi.OFF_CQES_AT);
    int arrayAt = NativeMemory.getInt(sqOff + UringAbi.OFF_ARRAY_AT);
    // One mapping holds both rings (IORING_FEAT_SINGLE_MMAP, Linux 5.4).
    ringBytes =
        Math.max(
            completionsAt + (long) completionEntries * UringAbi.CQE_BYTES,
            hasArray ? arrayAt + (long) requestEntries * Integer.BYTES : 0);
    requestBytes = (long) requestEntries * UringAbi.SQE_BYTES;
    ringAt = map(ringBytes, UringAbi.OFF_SQ_RING);
    requestsAt = mapOrUnmap(requestBytes, UringAbi.OFF_SQES);
    for (int i = 0; hasArray && i < requestEntries; i++) {
      NativeMemory.putInt(ringAt + arrayAt + (long) i * Integer.BYTES, i);
    }
    this.requests =
        new UringRequests(
            requestsAt,
            requestEntries,
            ringAt + NativeMemory.getInt(sqOff + UringAbi.OFF_HEAD_AT),
            ringAt + NativeMemory.getInt(sqOff + UringAbi.OFF_TAIL_AT));
    this.completions =
        new UringCompletions(
            ringAt + completionsAt,
            completionEntries - 1,
            ringAt + NativeMemory.getInt(cqOff + UringAbi.OFF_HEAD_AT),
            ringAt + NativeMemory.getInt(cqOff + UringAbi.OFF_TAIL_AT),
            ringAt + NativeMemory.getInt(sqOff + UringAbi.OFF_FLAGS_AT));
  }

  /** Why there is none. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;

    Refused(String call, int errno) {
      super(call + ": errno " + errno);
      this.call = call;
      this.errno = errno;
    }

    public String call() {
      return call;
    }

    public int errno() {
      return errno;
    }
  }

  private static long require(String call, long result) throws Refused {
    if (result < 0) {
      throw new Refused(call, (int) -result);
    }
    return result;
  }

  private int setUp(int requestEntries, int completionEntries, int setupFlags) {
    argument.fill((byte) 0);
    long at = argument.address();
    NativeMemory.putInt(at + UringAbi.PARAMS_FLAGS_AT, setupFlags);
    NativeMemory.putInt(at + UringAbi.PARAMS_CQ_ENTRIES_AT, completionEntries);
    return (int) call(Abi.NR_IO_URING_SETUP, requestEntries, at, 0, 0, 0, 0);
  }

  private long map(long bytes, long what) throws Refused {
    int access = Abi.PROT_READ | Abi.PROT_WRITE;
    int how = Abi.MAP_SHARED | Abi.MAP_POPULATE;
    long mapped = call(Abi.NR_MMAP, 0, bytes, access, how, number, what);
    if (mapped < 0) {
      SocketCalls.close(number);
    }
    return require("mmap", mapped);
  }

  private long mapOrUnmap(long bytes, long what) throws Refused {
    try {
      return map(bytes, what);
    } catch (Refused e) {
      call(Abi.NR_MUNMAP, ringAt, ringBytes, 0, 0, 0, 0);
      throw e;
    }
  }

  private long call(int callNumber, long a, long b, long c, long d, long e, long f) {
    return Syscall.call(callState, callNumber, a, b, c, d, e, f);
  }

  private int register(int what, long from, int count) {
    return (int) call(Abi.NR_IO_URING_REGISTER, number, what, from, count, 0, 0);
  }

  /** Whether the kernel has an operation: they are numbered in the order they came. */
  boolean knows(int operation) {
    argument.fill((byte) 0);
    int made = register(UringAbi.REGISTER_PROBE, argument.address(), 0);
    int last = Byte.toUnsignedInt(NativeMemory.getByte(argument.address()));
    return made >= 0 && last >= operation;
  }

  /** Registers buffers as group 0, the only one. */
  int register(UringBuffers buffers) {
    argument.fill((byte) 0);
    long at = argument.address();
    NativeMemory.putLong(at, buffers.address());
    NativeMemory.putInt(at + UringAbi.BUF_REG_ENTRIES_AT, buffers.entries());
    NativeMemory.putShort(
        at + UringAbi.BUF_REG_FLAGS_AT, buffers.isIncremental() ? UringAbi.PBUF_RING_INC : 0);
    NativeMemory.putInt(at + UringAbi.BUF_REG_MIN_LEFT_AT, buffers.leastLeft());
    return register(UringAbi.REGISTER_PBUF_RING, at, 1);
  }

  /** What is used at most. */
  public UringLevel level() {
    return level;
  }

  /** Whether one request may accept all connections. */
  public boolean acceptsAlways() {
    return level.has(UringLevel.LINUX_6_15) && knows(UringAbi.OP_WRITEV_FIXED);
  }

  /** Whether requests are named by an array beside their ring. */
  public boolean hasArray() {
    return hasArray;
  }

  /** How often the kernel was entered, to wait or only to hand over. */
  public long entered() {
    return entered;
  }

  public UringRequests requests() {
    return requests;
  }

  public UringCompletions completions() {
    return completions;
  }

  /**
   * Hands over what was requested, and waits until a completion is there.
   *
   * @param timeoutNanos 0 for not at all, {@link Descriptor#FOR_EVER}; never ended early but by a
   *     signal
   * @return 0, or a negated errno if that failed
   */
  public int enter(long timeoutNanos) {
    int made = call(timeoutNanos);
    completions.look();
    return made;
  }

  /** Hands over what was requested, and finds no completions: these are for the next wait. */
  public int submit() {
    return call(0);
  }

  private int call(long timeoutNanos) {
    if (!enabled) {
      int made = enable();
      if (made < 0) {
        return made;
      }
    }
    int toSubmit = requests.publish();
    long time =
        timeoutNanos == 0 ? 0 : Timespec.write(timeoutNanos, limit, UringAbi.EVENTS_ARG_BYTES);
    long at = limit.address();
    NativeMemory.putLong(at + UringAbi.EVENTS_ARG_TS_AT, time);
    int atLeast = timeoutNanos == 0 ? 0 : 1;
    entered++;
    int made =
        (int)
            call(
                Abi.NR_IO_URING_ENTER,
                enterNumber,
                toSubmit,
                atLeast,
                enterFlags,
                at,
                UringAbi.EVENTS_ARG_BYTES);
    requests.look();
    boolean nothingWrong =
        made >= 0 || made == -Abi.ETIME || made == -Abi.EINTR || isForLater(made);
    return nothingWrong ? 0 : made;
  }

  /** Completions have to be taken first, or memory is short: the rest goes with the next. */
  private static boolean isForLater(int made) {
    return made == -Abi.EBUSY || made == -Abi.EAGAIN;
  }

  /** The thread that does this is the only one that may enter. */
  private int enable() {
    int made = register(UringAbi.REGISTER_ENABLE_RINGS, 0, 0);
    if (made < 0) {
      return made;
    }
    enabled = true;
    // Spares the kernel looking up the descriptor at each enter; without it all works as well.
    argument.fill((byte) 0);
    long at = argument.address();
    NativeMemory.putInt(at, -1); // Any place.
    NativeMemory.putLong(at + UringAbi.RSRC_UPDATE_DATA_AT, number);
    if (register(UringAbi.REGISTER_RING_FDS, at, 1) == 1) {
      enterNumber = NativeMemory.getInt(at);
      enterFlags |= UringAbi.ENTER_REGISTERED_RING;
    }
    return 0;
  }

  /** Gives the rings back, once. What goes on is cancelled, some time after. */
  public void close() {
    if (!closed) {
      closed = true;
      if (enterNumber != number) {
        // Else the thread would keep the rings open. The argument holds where it is registered.
        argument.fill((byte) 0);
        NativeMemory.putInt(argument.address(), enterNumber);
        var _ = register(UringAbi.UNREGISTER_RING_FDS, argument.address(), 1);
      }
      SocketCalls.close(number);
      call(Abi.NR_MUNMAP, requestsAt, requestBytes, 0, 0, 0, 0);
      call(Abi.NR_MUNMAP, ringAt, ringBytes, 0, 0, 0, 0);
    }
  }
}
