package io.jackfield.service.gopher;

import org.jspecify.annotations.Nullable;

/**
 * An answer on its way from the thread that finds it to the loop, where nobody may wait for it any
 * more: whatever happens first, it is closed in the end. Any thread.
 */
final class Finding implements AutoCloseable {
  // Guarded by this.
  private @Nullable Answer answer;
  private boolean closed;

  /** Whether nobody waits for it. */
  synchronized boolean isClosed() {
    return closed;
  }

  /** It is found, and this one's to close. */
  synchronized void found(Answer found) {
    if (closed) {
      found.close();
    } else {
      answer = found;
    }
  }

  /** What was found; null where it is not, or closed. */
  synchronized @Nullable Answer answer() {
    return answer;
  }

  /** Nobody needs it any more. */
  @Override
  public synchronized void close() {
    closed = true;
    if (answer != null) {
      answer.close();
      answer = null;
    }
  }
}
