package io.jackfield.socket.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An open descriptor: who uses it, who waits for it, and when it may really be closed.
 *
 * <p>Invariant: the number is closed in the kernel exactly once, after {@link #close} and after the
 * last caller has left, or else {@linkplain #takeNumber given up} while nobody uses it; so no call
 * ever reaches a number that the kernel has given to another file meanwhile. Every system call on
 * {@link #number} therefore stands between {@link #enter} and {@link #leave}. Any thread may call
 * anything here.
 */
public final class Descriptor {
  /** A wait's end: the descriptor may be ready. */
  public static final int READY = 0;

  /** A wait's end: the time was up first. */
  public static final int TIMED_OUT = 1;

  /** A wait's end: the descriptor was closed meanwhile. */
  public static final int CLOSED = 2;

  /** A wait without an end. */
  public static final long FOR_EVER = Long.MAX_VALUE;

  private static final int CLOSED_BIT = 1 << 31;

  private static final int JOINED = 0;
  private static final int NEED_NOT_WAIT = 1;

  /** No descriptor or memory is left for the poller: the caller asks again after a pause. */
  private static final int CANNOT_WATCH = 2;

  private static final long STARVED_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final int number;

  /** {@link #CLOSED_BIT}, and the callers inside, the closing one among them. */
  private final AtomicInteger state = new AtomicInteger();

  /** Guarded by this. Short: a reader and a writer, as a rule. */
  private final List<Waiter> waiters = new ArrayList<>(2);

  /** Counts calls of {@link #wakeAll}, so that none between looking and waiting is missed. */
  private volatile int wakeUps;

  /** Guarded by this; null until somebody asks, as with most descriptors nobody does. */
  private @Nullable List<Runnable> closingActions;

  /** Guarded by this: whether the poller's epoll instance has the number. */
  private boolean registered;

  private Descriptor(int number) {
    this.number = number;
  }

  /** Takes over {@code number}, which nobody else may close from now on. */
  public static Descriptor takeOver(int number) {
    return new Descriptor(number);
  }

  public int number() {
    return number;
  }

  public boolean isOpen() {
    return state.get() >= 0;
  }

  /** Whether any thread waits for it right now. */
  public synchronized boolean isWaitedFor() {
    return !waiters.isEmpty();
  }

  /** Begins a call; false once {@link #close} was called, and then {@link #leave} is not due. */
  public boolean enter() {
    for (; ; ) {
      int now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Ends a call; the last one out of a closed descriptor closes it in the kernel. */
  public void leave() {
    if (state.decrementAndGet() == CLOSED_BIT) {
      closeInKernel();
    }
  }

  /** Marks it closed and wakes all who wait; does nothing the second time. */
  public void close() {
    for (; ; ) {
      int now = state.get();
      if (now < 0) {
        return;
      }
      // Counts as a caller: what runs now must find the number still ours.
      if (state.compareAndSet(now, (now + 1) | CLOSED_BIT)) {
        try {
          wakeAll();
          takeClosingActions().forEach(Runnable::run);
        } finally {
          leave();
        }
        return;
      }
    }
  }

  /**
   * Gives the number up: it is the caller's to close from now on, and for everybody else this is
   * closed. What was to run when it closes runs.
   *
   * @return the number; -1 if it is closed, or a call goes on that needs it
   */
  public int takeNumber() {
    if (!state.compareAndSet(0, CLOSED_BIT)) {
      return -1;
    }
    wakeAll();
    takeClosingActions().forEach(Runnable::run);
    forgetByPoller();
    return number;
  }

  /**
   * Has {@code action} run once by the thread that closes this, after it is marked closed and while
   * the number still means this file. It must neither wait nor throw.
   *
   * @return false if this is closed already: {@code action} will not run then
   */
  public synchronized boolean onClosing(Runnable action) {
    if (!isOpen()) {
      return false;
    }
    if (closingActions == null) {
      closingActions = new ArrayList<>(1);
    }
    closingActions.add(action);
    return true;
  }

  /** Takes back what {@link #onClosing} was given; it can run a last time at that moment. */
  public synchronized void notOnClosing(Runnable action) {
    if (closingActions != null) {
      closingActions.remove(action);
    }
  }

  private synchronized List<Runnable> takeClosingActions() {
    List<Runnable> actions = closingActions;
    closingActions = null;
    return actions == null ? List.of() : actions;
  }

  /** How often {@link #wakeAll} was called; to be read before looking at what it announces. */
  public int wakeUps() {
    return wakeUps;
  }

  /** Ends every wait, as though the descriptor were ready: who waits is to look again. */
  public synchronized void wakeAll() {
    wakeUps++;
    waiters.forEach(Waiter::wake);
  }

  private void closeInKernel() {
    forgetByPoller();
    SocketCalls.close(number);
  }

  private synchronized void forgetByPoller() {
    if (registered) {
      Poller.remove(this);
      registered = false;
    }
  }

  /**
   * Waits, inside {@link #enter}, until the descriptor may be {@link Abi#READABLE} or {@link
   * Abi#WRITABLE} (may: another caller can be quicker), closed, or the time is up. A platform
   * thread waits in {@code ppoll(2)}, a virtual one is parked.
   *
   * @param deadlineNanos in {@link System#nanoTime}'s terms, or {@link #FOR_EVER}
   * @param wakeUpsSeen as {@link #wakeUps} was before the caller found that it has to wait
   * @return {@link #READY}, {@link #TIMED_OUT} or {@link #CLOSED}
   */
  public int await(int direction, long deadlineNanos, int wakeUpsSeen) {
    Waiter waiter =
        Thread.currentThread().isVirtual()
            ? new ParkedWaiter(direction)
            : PolledWaiter.take(direction);
    try {
      int joined = join(waiter, wakeUpsSeen);
      if (joined == CANNOT_WATCH) {
        LockSupport.parkNanos(STARVED_PAUSE_NANOS);
      }
      boolean inTime = joined != JOINED || waiter.await(number, deadlineNanos);
      return !isOpen() ? CLOSED : inTime ? READY : TIMED_OUT;
    } finally {
      synchronized (this) {
        waiters.remove(waiter);
      }
      // After this no wake-up can reach the waiter any more.
      waiter.done();
    }
  }

  private synchronized int join(Waiter waiter, int wakeUpsSeen) {
    if (!isOpen() || wakeUps != wakeUpsSeen) {
      return NEED_NOT_WAIT;
    }
    waiters.add(waiter);
    return waiter instanceof ParkedWaiter && arm() < 0 ? CANNOT_WATCH : JOINED;
  }

  /** The poller's news: wakes one waiter a direction, and watches on for those who are left. */
  synchronized void ready(int events) {
    wakeOne(Abi.READABLE, events);
    wakeOne(Abi.WRITABLE, events);
    if (arm() < 0) {
      wakeAll(); // Each tries again, and meets the error itself.
    }
  }

  private void wakeOne(int direction, int events) {
    if ((events & (direction | Abi.ERROR | Abi.HANG_UP)) == 0) {
      return;
    }
    ParkedWaiter first = firstParked(direction);
    if (first != null) {
      waiters.remove(first);
      first.wake();
    }
  }

  private @Nullable ParkedWaiter firstParked(int direction) {
    for (Waiter waiter : waiters) {
      if (waiter instanceof ParkedWaiter parked && parked.direction() == direction) {
        return parked;
      }
    }
    return null;
  }

  /** Holds the lock. One-shot: each report disarms, so that a slow waiter costs no repeats. */
  private int arm() {
    int interest = 0;
    for (Waiter waiter : waiters) {
      if (waiter instanceof ParkedWaiter parked) {
        interest |= parked.direction();
      }
    }
    if (interest == 0 || !isOpen()) {
      return READY;
    }
    int result = Poller.arm(this, interest, registered);
    registered |= result >= 0;
    return result;
  }
}
