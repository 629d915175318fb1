package io.jackfield.server;

import java.io.IOException;

/**
 * A worker process has ended by itself, and the requests that it was answering with it; or it could
 * not be started. Another takes its place.
 */
public final class WorkerLostException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A JVM that was killed by a signal ends with this and the signal's number. */
  private static final int BY_SIGNAL = 128;

  private final long processId;
  private final int status;

  private WorkerLostException(String message, long processId, int status) {
    super(message);
    this.processId = processId;
    this.status = status;
  }

  /** It ended with so many requests unanswered. */
  static WorkerLostException ended(long processId, int status, int requests) {
    return new WorkerLostException(
        "worker process %d ended %s".formatted(processId, how(status)) + with(requests),
        processId,
        status);
  }

  /** It was not ready when it ended. */
  static WorkerLostException notReady(long processId, int status) {
    return new WorkerLostException(
        "worker process %d ended %s before it was ready; it may have said why on standard error"
            .formatted(processId, how(status)),
        processId,
        status);
  }

  /** There is no process. */
  static WorkerLostException notStarted(IOException why) {
    var lost = new WorkerLostException("no worker process could be started", 0, 0);
    lost.initCause(why);
    return lost;
  }

  private static String with(int requests) {
    return requests == 0
        ? ""
        : ", and %d request%s with it".formatted(requests, requests == 1 ? "" : "s");
  }

  private static String how(int status) {
    return status > BY_SIGNAL
        ? "by signal " + (status - BY_SIGNAL)
        : "by itself with status " + status;
  }

  /** Which process it was; 0 if there was none. */
  public long processId() {
    return processId;
  }

  /** What it ended with; by a signal that is 128 and the signal's number. */
  public int status() {
    return status;
  }
}
