package io.jackfield.server;

import io.jackfield.server.worker.Failure;

/**
 * What a handler has thrown in a worker process: its message, and where it was thrown; of what
 * class it was is told by name.
 */
@SuppressWarnings("OverrideThrowableToString") // Its name would say nothing of what was thrown.
public final class WorkerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String thrown;

  WorkerException(Failure failure) {
    super(failure.message(), null, false, true);
    thrown = failure.thrown();
    setStackTrace(failure.trace().toArray(StackTraceElement[]::new));
  }

  /** The name of the class: {@code java.lang.IllegalStateException}. */
  public String thrown() {
    return thrown;
  }

  @Override
  public String toString() {
    String message = getMessage();
    return "in a worker process: " + thrown + (message == null ? "" : ": " + message);
  }
}
