package io.jackfield.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a simulated driver has to tell. {@link #gather} fixes what this turn tells; what comes while
 * it is told waits for the next. Owned by the test's thread, but for {@link #wakeUp}.
 */
final class Harvest {
  private final QuirkSource quirk;

  /** Whose state has changed since they last had no news. */
  private final Set<SimulatedHandle> touched = new LinkedHashSet<>();

  /** What needs no look at a handle, in order. */
  private final ArrayDeque<Runnable> due = new ArrayDeque<>();

  private final ArrayList<SimulatedHandle> batch = new ArrayList<>();
  private int dueInBatch;
  private final AtomicBoolean woken = new AtomicBoolean();

  /** Whether anything was asked of the driver since {@link #wasAsked} was last asked. */
  private boolean asked;

  Harvest(QuirkSource quirk) {
    this.quirk = quirk;
  }

  void touched(SimulatedHandle handle) {
    touched.add(handle);
  }

  void add(Runnable completion) {
    due.add(completion);
  }

  void asked() {
    asked = true;
  }

  boolean wasAsked() {
    boolean was = asked;
    asked = false;
    return was;
  }

  /** Any thread. */
  void wakeUp() {
    woken.set(true);
  }

  boolean isWoken() {
    return woken.get();
  }

  /** Whether a wait would end at once. */
  boolean hasSome() {
    if (woken.get() || !due.isEmpty()) {
      return true;
    }
    for (SimulatedHandle handle : touched) {
      if (!handle.closed && handle.hasNews()) {
        return true;
      }
    }
    return false;
  }

  /** Takes what there is for the next {@link #tell}; returns whether the wait is over. */
  boolean gather() {
    boolean over = woken.getAndSet(false);
    batch.clear();
    for (Iterator<SimulatedHandle> all = touched.iterator(); all.hasNext(); ) {
      SimulatedHandle handle = all.next();
      if (handle.closed || !handle.hasNews()) {
        all.remove();
      } else if (!quirk.postponed()) {
        batch.add(handle);
      }
    }
    dueInBatch = 0;
    while (dueInBatch < due.size() && !quirk.postponed()) {
      dueInBatch++;
    }
    return over || dueInBatch > 0 || !batch.isEmpty();
  }

  /** Tells it; returns how many completions that were, at least. */
  int tell() {
    int told = dueInBatch;
    for (; dueInBatch > 0; dueInBatch--) {
      due.remove().run();
    }
    // Taken out one by one: who throws does not make the others be told twice.
    while (!batch.isEmpty()) {
      SimulatedHandle handle = batch.removeFirst();
      // An earlier completion may have closed it, or have taken back what was asked.
      if (!handle.closed && handle.hasNews()) {
        handle.tell();
        told++;
      }
    }
    return told;
  }
}
