package io.jackfield.reactor;

/** What the timers of a wheel ask of the loop that turns it. */
interface TimerOwner {
  /**
   * Returns on the wheel's thread alone.
   *
   * @throws WrongThreadException on any other
   */
  void requireOwner();

  /**
   * Nanoseconds of the clock that turns the wheel. A reading from earlier in the turn would let a
   * timer that is reset now run too early by as much.
   */
  long nanoTime();

  /** A timer waits since now, or for another time: a wait that is planned may be too long. */
  void timersChanged();
}
