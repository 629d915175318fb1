package io.jackfield.reactor.driver;

/** How any thread ends the wait of a driver that tells readiness. */
interface WakeUp {
  /** The number of {@link #number} where the wait itself can be ended. */
  int NO_DESCRIPTOR = -1;

  /** What becomes readable, and is waited for; {@link #NO_DESCRIPTOR} for nothing. */
  int number();

  /** Ends the wait that goes on, or the next. Any thread. */
  void request();

  /** Whether the descriptor may be readable. */
  boolean isRequested();

  /** It is readable, and has done what it is for. */
  void answer();

  void close();
}
