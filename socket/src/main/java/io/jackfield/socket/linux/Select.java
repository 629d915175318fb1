package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * {@code pselect6(2)}: three bit sets, handed to the kernel whole at each wait, with a bit a
 * descriptor. It tells neither errors nor hang-ups apart: they show as readable or writable.
 *
 * <p>{@link #LIMIT} is the C library's {@code FD_SETSIZE}, not the kernel's: it is kept because it
 * is what select(2) means everywhere, and who needs more has {@link Poll}.
 */
public final class Select implements ReadinessSet {
  /** Numbers below this can be watched. */
  public static final int LIMIT = 1024;

  private static final int SET_BYTES = LIMIT / Byte.SIZE;
  private static final int READ_AT = 0;
  private static final int WRITE_AT = SET_BYTES;
  private static final int EXCEPT_AT = 2 * SET_BYTES;
  private static final int SETS_BYTES = 3 * SET_BYTES;

  /** The kernel overwrites the sets with its answer: it gets a copy of them, which lies here. */
  private static final int ANSWER_AT = SETS_BYTES;

  private static final int TIMESPEC_AT = 2 * SETS_BYTES;

  private final MemorySegment callState = Arena.ofAuto().allocate(Syscall.CALL_STATE);
  private final MemorySegment memory =
      Arena.ofAuto().allocate(TIMESPEC_AT + Timespec.BYTES, Long.BYTES);
  private final int[] generations = new int[LIMIT];

  @Override
  public int add(int number, int events, int generation) {
    return change(number, events, generation);
  }

  @Override
  public int change(int number, int events, int generation) {
    if (number >= LIMIT) {
      return -Abi.EINVAL;
    }
    generations[number] = generation;
    put(READ_AT, number, events & Abi.READABLE);
    put(WRITE_AT, number, events & Abi.WRITABLE);
    put(EXCEPT_AT, number, events & Abi.PRIORITY);
    return 0;
  }

  @Override
  public int remove(int number) {
    return change(number, 0, 0);
  }

  @Override
  public boolean anyThreadRemoves() {
    return false;
  }

  private void put(int set, int number, int wanted) {
    int at = set + wordOffset(number);
    long word = memory.get(JAVA_LONG, at);
    long bit = 1L << number;
    memory.set(JAVA_LONG, at, wanted != 0 ? word | bit : word & ~bit);
  }

  private static int wordOffset(int number) {
    return number / Long.SIZE * Long.BYTES;
  }

  @Override
  public int await(long timeoutNanos, ReadyBatch ready) {
    ready.clear();
    MemorySegment.copy(memory, 0, memory, ANSWER_AT, SETS_BYTES);
    long timespec = Timespec.write(timeoutNanos, memory, TIMESPEC_AT);
    long answer = memory.address() + ANSWER_AT;
    int numbers = numbersInUse();
    int count;
    try {
      count =
          (int)
              Syscall.call(
                  callState,
                  Abi.NR_PSELECT6,
                  numbers,
                  answer + READ_AT,
                  answer + WRITE_AT,
                  answer + EXCEPT_AT,
                  timespec,
                  0);
    } finally {
      Reference.reachabilityFence(memory);
    }
    for (int number = 0; count > 0 && number < numbers; number += Long.SIZE) {
      harvest(number, ready);
    }
    return Math.min(count, ready.remaining());
  }

  /** The highest number watched and one, rounded up to a word of the sets. */
  private int numbersInUse() {
    for (int at = SET_BYTES - Long.BYTES; at >= 0; at -= Long.BYTES) {
      if ((word(READ_AT, at) | word(WRITE_AT, at) | word(EXCEPT_AT, at)) != 0) {
        return (at + Long.BYTES) * Byte.SIZE;
      }
    }
    return 0;
  }

  private long word(int set, int at) {
    return memory.get(JAVA_LONG, set + at);
  }

  private void harvest(int first, ReadyBatch ready) {
    int at = ANSWER_AT + wordOffset(first);
    long readable = word(READ_AT, at);
    long writable = word(WRITE_AT, at);
    long priority = word(EXCEPT_AT, at);
    for (long any = readable | writable | priority; any != 0; any &= any - 1) {
      int bit = Long.numberOfTrailingZeros(any);
      int number = first + bit;
      ready.add(
          number,
          generations[number],
          ifSet(readable, bit, Abi.READABLE)
              | ifSet(writable, bit, Abi.WRITABLE)
              | ifSet(priority, bit, Abi.PRIORITY));
    }
  }

  private static int ifSet(long word, int bit, int event) {
    return (word >>> bit & 1) != 0 ? event : 0;
  }

  @Override
  public void close() {}
}
