package io.jackfield.reactor;

import org.jspecify.annotations.Nullable;

/** Timers in a ring, linked through themselves: one slot of a wheel, or those that are due. */
final class TimerList {
  /** Its place in the wheel; level -1 is in none. */
  final int level;

  final int slot;

  /** The one whose {@code previous} is the last. */
  @Nullable WheelTimer first;

  /**
   * No timer here has an earlier deadline. Exact until one is removed; then it may be too early,
   * which costs a look in vain, no more.
   */
  long earliest = Long.MAX_VALUE;

  TimerList(int level, int slot) {
    this.level = level;
    this.slot = slot;
  }

  void append(WheelTimer timer) {
    WheelTimer head = first;
    if (head == null) {
      first = timer;
      timer.next = timer;
      timer.previous = timer;
      earliest = timer.deadline;
    } else {
      WheelTimer last = known(head.previous);
      last.next = timer;
      timer.previous = last;
      timer.next = head;
      head.previous = timer;
      earliest = Math.min(earliest, timer.deadline);
    }
    timer.list = this;
  }

  /** Takes out one that is in; returns whether that leaves none. */
  boolean remove(WheelTimer timer) {
    WheelTimer next = known(timer.next);
    WheelTimer previous = known(timer.previous);
    timer.list = null;
    timer.next = null;
    timer.previous = null;
    if (next == timer) {
      first = null;
      return true;
    }
    previous.next = next;
    next.previous = previous;
    if (first == timer) {
      first = next;
    }
    return false;
  }

  /**
   * Puts them into the order in which they run. A natural merge sort: it needs no memory, and one
   * pass where they are in order already, as timers of one delay are.
   */
  void sort() {
    WheelTimer head = first;
    if (head == null) {
      return;
    }
    known(head.previous).next = null;
    while (true) {
      WheelTimer rest = secondRun(head);
      if (rest == null) {
        break;
      }
      head = mergePairs(head);
    }
    close(head);
  }

  /** The start of the second ascending run of a chain; null where it is one run. */
  private static @Nullable WheelTimer secondRun(WheelTimer chain) {
    WheelTimer at = chain;
    while (true) {
      WheelTimer next = at.next;
      if (next == null || next.isBefore(at)) {
        return next;
      }
      at = next;
    }
  }

  /** Merges the first run with the second, the third with the fourth, and so on. */
  private static WheelTimer mergePairs(WheelTimer chain) {
    @Nullable WheelTimer head = null;
    @Nullable WheelTimer tail = null;
    @Nullable WheelTimer rest = chain;
    while (rest != null) {
      @Nullable WheelTimer a = rest;
      @Nullable WheelTimer b = cutRun(rest);
      rest = b == null ? null : cutRun(b);
      while (a != null || b != null) {
        WheelTimer least;
        if (b == null || (a != null && !b.isBefore(a))) {
          least = known(a);
          a = least.next;
        } else {
          least = b;
          b = least.next;
        }
        if (tail == null) {
          head = least;
        } else {
          tail.next = least;
        }
        tail = least;
      }
    }
    return known(head);
  }

  /** Ends the first run of a chain; returns what followed it. */
  private static @Nullable WheelTimer cutRun(WheelTimer chain) {
    WheelTimer at = chain;
    while (true) {
      WheelTimer next = at.next;
      if (next == null || next.isBefore(at)) {
        at.next = null;
        return next;
      }
      at = next;
    }
  }

  private void close(WheelTimer head) {
    WheelTimer at = head;
    for (WheelTimer next = at.next; next != null; next = at.next) {
      next.previous = at;
      at = next;
    }
    at.next = head;
    head.previous = at;
    first = head;
  }

  private static WheelTimer known(@Nullable WheelTimer timer) {
    if (timer == null) {
      throw new IllegalStateException("a timer lost its neighbour");
    }
    return timer;
  }
}
