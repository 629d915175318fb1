package io.jackfield.socket.linux;

import java.util.concurrent.locks.LockSupport;

/** A virtual thread, parked until the {@link Poller} or a close unparks it; its carrier goes on. */
final class ParkedWaiter implements Waiter {
  private final int direction;
  private final Thread thread = Thread.currentThread();
  private volatile boolean woken;

  ParkedWaiter(int direction) {
    this.direction = direction;
  }

  int direction() {
    return direction;
  }

  /**
   * An interrupt needs no care here: it closes the socket first, which wakes us. But a thread whose
   * interrupt status is set cannot park, so the status is put aside until the wait is over.
   */
  @Override
  public boolean await(int fd, long deadlineNanos) {
    boolean interrupted = false;
    boolean inTime = true;
    while (!woken && inTime) {
      if (deadlineNanos == Descriptor.FOR_EVER) {
        LockSupport.park(this);
      } else {
        long left = deadlineNanos - System.nanoTime();
        inTime = left > 0;
        if (inTime) {
          LockSupport.parkNanos(this, left);
        }
      }
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      thread.interrupt();
    }
    return woken;
  }

  @Override
  public void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void done() {}
}
