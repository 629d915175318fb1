package io.jackfield.reactor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A loop with nothing but timers, whose clock stands until a test moves it. */
final class FakeLoop implements Scheduler, TimerOwner {
  private final Thread owner = Thread.currentThread();
  final List<Throwable> failures = new ArrayList<>();
  final TimerWheel wheel;
  long nanos;

  FakeLoop(long startNanos) {
    nanos = startNanos;
    wheel = new TimerWheel(this, failures::add, startNanos);
  }

  @Override
  public void requireOwner() {
    if (!Thread.currentThread().equals(owner)) {
      throw new WrongThreadException("this timer belongs to " + owner.getName());
    }
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public void timersChanged() {}

  @Override
  public Timer callLater(Duration delay, Runnable task) {
    return wheel.schedule(nanos, WheelTimer.nanos(delay), task);
  }

  /** Moves the clock at once, however many timers that passes, and takes one turn. */
  int jump(Duration by) {
    nanos += by.toNanos();
    return wheel.runDue(nanos);
  }

  /** Lets time pass as a loop does: from one due timer to the next. Returns the turns taken. */
  int advance(Duration by) {
    long left = by.toNanos();
    int turns = 0;
    int inVain = 0;
    while (true) {
      long step = wheel.untilNextNanos(nanos);
      if (step > left) {
        nanos += left;
        return turns;
      }
      nanos += step;
      left -= step;
      inVain = wheel.runDue(nanos) == 0 && step == 0 ? inVain + 1 : 0;
      if (inVain > 1) {
        throw new AssertionError("something is said to be due, but nothing runs");
      }
      turns++;
    }
  }
}
