package io.jackfield.socket.linux;

/** One thread that waits for one descriptor. */
sealed interface Waiter permits ParkedWaiter, PolledWaiter {
  /** Called by the waiting thread: true when woken or ready, false when the time was up first. */
  boolean await(int fd, long deadlineNanos);

  /** Ends the wait early, from any thread, any number of times. */
  void wake();

  /** Called by the waiting thread once nobody can wake it any more. */
  void done();
}
