package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * {@code ppoll(2)}: an array with an element a descriptor, handed to the kernel whole at each wait.
 * Any number, at a cost that grows with how many are watched.
 *
 * <p>Invariant: elements 0 to {@code count - 1} are in use, without gaps; {@code indexOf} of each
 * number in use is its element, of any other {@link #NOWHERE}.
 */
public final class Poll implements ReadinessSet {
  // struct pollfd { int fd; short events; short revents; }
  private static final int POLLFD_BYTES = 8;
  private static final int EVENTS_AT = 4;
  private static final int ANSWER_AT = 6;

  private static final int FIRST_ROOM = 64;
  private static final int NOWHERE = -1;

  private final MemorySegment callState = Arena.ofAuto().allocate(Syscall.CALL_STATE);
  private final MemorySegment timespec = Arena.ofAuto().allocate(Timespec.BYTES, Long.BYTES);
  private MemorySegment pollfds = room(FIRST_ROOM);
  private int[] generations = new int[FIRST_ROOM];
  private int[] indexOf = {};
  private int count;

  private static MemorySegment room(int elements) {
    return Arena.ofAuto().allocate((long) elements * POLLFD_BYTES, Long.BYTES);
  }

  @Override
  public int add(int number, int events, int generation) {
    if (count == generations.length) {
      MemorySegment larger = room(2 * count);
      MemorySegment.copy(pollfds, 0, larger, 0, pollfds.byteSize());
      pollfds = larger;
      generations = Arrays.copyOf(generations, 2 * count);
    }
    if (number >= indexOf.length) {
      int known = indexOf.length;
      indexOf = Arrays.copyOf(indexOf, Math.max(FIRST_ROOM, 2 * number));
      Arrays.fill(indexOf, known, indexOf.length, NOWHERE);
    }
    indexOf[number] = count++;
    return change(number, events, generation);
  }

  @Override
  public int change(int number, int events, int generation) {
    write(indexOf[number], number, events, generation);
    return 0;
  }

  private void write(int index, int number, int events, int generation) {
    long at = (long) index * POLLFD_BYTES;
    pollfds.set(JAVA_INT, at, number);
    pollfds.set(JAVA_SHORT, at + EVENTS_AT, (short) events);
    pollfds.set(JAVA_SHORT, at + ANSWER_AT, (short) 0);
    generations[index] = generation;
  }

  /** The last element takes the place of the removed one. */
  @Override
  public int remove(int number) {
    int gap = indexOf[number];
    indexOf[number] = NOWHERE;
    count--;
    if (gap != count) {
      long last = (long) count * POLLFD_BYTES;
      int moved = pollfds.get(JAVA_INT, last);
      write(gap, moved, pollfds.get(JAVA_SHORT, last + EVENTS_AT), generations[count]);
      indexOf[moved] = gap;
    }
    return 0;
  }

  @Override
  public boolean anyThreadRemoves() {
    return false;
  }

  @Override
  public int await(long timeoutNanos, ReadyBatch ready) {
    ready.clear();
    long limit = Timespec.write(timeoutNanos, timespec, 0);
    int found;
    try {
      found = (int) Syscall.call(callState, Abi.NR_PPOLL, pollfds.address(), count, limit, 0, 0, 0);
    } finally {
      Reference.reachabilityFence(pollfds);
      Reference.reachabilityFence(timespec);
    }
    for (int i = 0; i < count && ready.remaining() < found; i++) {
      long at = (long) i * POLLFD_BYTES;
      int events = pollfds.get(JAVA_SHORT, at + ANSWER_AT);
      if (events != 0) {
        // A number that is not open: the call that follows meets and names it.
        int told = (events & Abi.NOT_OPEN) != 0 ? events | Abi.ERROR : events;
        ready.add(pollfds.get(JAVA_INT, at), generations[i], told);
      }
    }
    return found;
  }

  @Override
  public void close() {}
}
