package io.jackfield.reactor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one loop, in a hierarchy of wheels: to schedule, cancel or reset one costs the same
 * with a million waiting as with none. It reads no clock: {@code nowNanos} is always a reading of
 * the owner's. One thread only.
 *
 * <p>Time is cut into ticks of 2^16 ns (66 µs, about what the kernel's own timers are late by: 50
 * µs, {@code PR_SET_TIMERSLACK}). A level has 64 slots; one of level 0 is a tick, one of any other
 * as long as all slots of the level below. A timer waits on the level of the highest digit, to base
 * 64, in which its tick differs from the current one, and moves down as that digit is reached: at
 * most seven times. A bit for each slot that is not empty leads past empty ones, so neither idle
 * hours nor a clock that jumps cost anything. Within a tick deadlines are compared to the
 * nanosecond. Source: Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", scheme 7.
 */
final class TimerWheel {
  private static final int TICK_BITS = 16;
  private static final int LEVEL_BITS = 6;
  private static final int SLOTS = 1 << LEVEL_BITS;

  /** 8 x 6 + 16 bits: every deadline that a long can hold. */
  private static final int LEVELS = 8;

  final TimerOwner owner;
  private final Consumer<? super Throwable> errors;

  /** Time is counted from here, so that the clock may pass {@link Long#MAX_VALUE}. */
  private final long originNanos;

  /** Null where no timer has waited yet. */
  private final @Nullable TimerList[] slots = new TimerList[LEVELS * SLOTS];

  /** A bit for each slot with a timer in it, by level; and one for each level with such a slot. */
  private final long[] usedSlots = new long[LEVELS];

  private int usedLevels;

  /** Taken from the wheel to be run in this turn; after a handler threw, in the next. */
  private final TimerList due = new TimerList(-1, 0);

  /** The latest time seen by {@link #runDue} since the origin, and the tick it is in. */
  private long latest;

  private long currentTick;

  private long nextSequence;
  private int pending;
  private boolean running;
  private long moves;

  /**
   * @param errors takes what a task throws; the other tasks run nevertheless
   */
  TimerWheel(TimerOwner owner, Consumer<? super Throwable> errors, long nowNanos) {
    this.owner = owner;
    this.errors = errors;
    this.originNanos = nowNanos;
  }

  /**
   * Runs {@code task} in the first {@link #runDue} after this one for which {@code delayNanos} is
   * over; it counts as {@link Long#MAX_VALUE} where the sum would not fit.
   *
   * @throws IllegalArgumentException if the delay is negative
   */
  WheelTimer schedule(long nowNanos, long delayNanos, Runnable task) {
    if (delayNanos < 0) {
      throw new IllegalArgumentException("a delay is zero or more; this one is " + delayNanos);
    }
    owner.requireOwner();
    var timer = new WheelTimer(this, task);
    timer.deadline = sum(elapsed(nowNanos), delayNanos);
    timer.sequence = nextSequence++;
    place(timer);
    pending++;
    owner.timersChanged();
    return timer;
  }

  /** Returns whether it was pending. */
  boolean cancel(WheelTimer timer) {
    if (timer.list == null) {
      return false;
    }
    remove(timer);
    pending--;
    return true;
  }

  /** Returns whether it was pending, without which nothing happens. */
  boolean reset(WheelTimer timer, long nowNanos, long delayNanos) {
    return move(timer, sum(elapsed(nowNanos), delayNanos));
  }

  /** As {@link #reset}, but counted from its deadline; may be negative. */
  boolean delay(WheelTimer timer, long moreNanos) {
    return move(
        timer,
        moreNanos >= 0 ? sum(timer.deadline, moreNanos) : Math.max(0, timer.deadline + moreNanos));
  }

  private boolean move(WheelTimer timer, long deadline) {
    if (timer.list == null) {
      return false;
    }
    remove(timer);
    timer.deadline = deadline;
    timer.sequence = nextSequence++;
    place(timer);
    owner.timersChanged();
    return true;
  }

  /**
   * How long nothing will be due: 0 if something is, {@link Long#MAX_VALUE} if no timer is pending.
   * Exact but where a timer was cancelled or reset; then it may be too little once for its slot,
   * never too much.
   */
  long untilNextNanos(long nowNanos) {
    if (due.first != null) {
      return 0;
    }
    if (usedLevels == 0) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, firstUsed().earliest - elapsed(nowNanos));
  }

  /**
   * Runs what is due, in order of deadlines, equal ones in the order they were scheduled; returns
   * how many ran. What is scheduled meanwhile waits for the next call, whatever its delay; what is
   * cancelled or reset meanwhile does not run in this one.
   *
   * @throws IllegalStateException if a task calls it
   */
  int runDue(long nowNanos) {
    if (running) {
      throw new IllegalStateException("a timer's task cannot run timers");
    }
    latest = elapsed(nowNanos);
    collectDue();
    int ran = 0;
    running = true;
    try {
      for (WheelTimer timer = due.first; timer != null; timer = due.first) {
        due.remove(timer);
        pending--;
        ran++;
        try {
          timer.task.run();
        } catch (Throwable t) {
          errors.accept(t);
        }
      }
    } finally {
      running = false;
    }
    return ran;
  }

  /** How many timers wait. */
  int pending() {
    return pending;
  }

  /** How often a timer was moved from a level to a lower one, so far. */
  long moves() {
    return moves;
  }

  /** Brings the wheel up to {@link #latest}, each slot that was passed into {@link #due}. */
  private void collectDue() {
    boolean someLeft = due.first != null;
    long target = latest >>> TICK_BITS;
    while (usedLevels != 0) {
      TimerList list = firstUsed();
      int shift = list.level * LEVEL_BITS;
      long above = -1L << (shift + LEVEL_BITS);
      long start = (currentTick & above) | ((long) list.slot << shift);
      if (start > target) {
        break;
      }
      currentTick = start;
      if (list.level > 0) {
        cascade(list);
      } else if (start < target) {
        takeAll(list);
      } else {
        if (list.earliest <= latest) {
          takeSome(list);
        }
        break;
      }
    }
    currentTick = target;
    if (someLeft) {
      due.sort();
    }
  }

  private void cascade(TimerList list) {
    WheelTimer chain = detach(list);
    while (chain != null) {
      WheelTimer timer = chain;
      chain = timer.next;
      place(timer);
      moves++;
    }
  }

  private void takeAll(TimerList list) {
    list.sort();
    WheelTimer chain = detach(list);
    while (chain != null) {
      WheelTimer timer = chain;
      chain = timer.next;
      due.append(timer);
    }
  }

  /** Of the current tick: what is due goes, the rest stays, in order and with its exact time. */
  private void takeSome(TimerList list) {
    list.sort();
    WheelTimer chain = detach(list);
    while (chain != null) {
      WheelTimer timer = chain;
      chain = timer.next;
      if (timer.deadline <= latest) {
        due.append(timer);
      } else {
        place(timer);
      }
    }
  }

  /** Empties a slot; returns its timers as a chain that ends with null. */
  private @Nullable WheelTimer detach(TimerList list) {
    WheelTimer head = list.first;
    if (head != null && head.previous != null) {
      head.previous.next = null;
      list.first = null;
      markUnused(list);
    }
    return head;
  }

  private void place(WheelTimer timer) {
    // One whose time is over already waits in the current tick, which is always looked at.
    long tick = Math.max(timer.deadline >>> TICK_BITS, currentTick);
    int highestBit = 63 - Long.numberOfLeadingZeros((tick ^ currentTick) | 1);
    int level = highestBit / LEVEL_BITS;
    int slot = (int) (tick >>> (level * LEVEL_BITS)) & (SLOTS - 1);
    list(level, slot).append(timer);
    usedSlots[level] |= 1L << slot;
    usedLevels |= 1 << level;
  }

  private TimerList list(int level, int slot) {
    int index = level * SLOTS + slot;
    TimerList there = slots[index];
    if (there == null) {
      there = new TimerList(level, slot);
      slots[index] = there;
    }
    return there;
  }

  private void remove(WheelTimer timer) {
    TimerList list = timer.list;
    if (list != null && list.remove(timer) && list.level >= 0) {
      markUnused(list);
    }
  }

  private void markUnused(TimerList list) {
    usedSlots[list.level] &= ~(1L << list.slot);
    if (usedSlots[list.level] == 0) {
      usedLevels &= ~(1 << list.level);
    }
  }

  /** The slot with the earliest timer: every level ends before the next one's first slot begins. */
  private TimerList firstUsed() {
    int level = Integer.numberOfTrailingZeros(usedLevels);
    return list(level, Long.numberOfTrailingZeros(usedSlots[level]));
  }

  /** A clock that goes back stands still here. */
  private long elapsed(long nowNanos) {
    return Math.max(nowNanos - originNanos, latest);
  }

  private static long sum(long time, long delay) {
    long sum = time + delay;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
