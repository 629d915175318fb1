package io.jackfield.socket;

import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open descriptor that arrived over a Unix socket and belongs to whoever holds this: to be
 * closed, made a {@link Socket}, or taken as a number. Source: unix(7), {@code SCM_RIGHTS}.
 */
public final class PassedDescriptor implements AutoCloseable {
  private final int number;
  private final AtomicBoolean owned = new AtomicBoolean(true);

  PassedDescriptor(int number) {
    this.number = number;
  }

  /** The number; still to be closed by this. */
  public int number() {
    return number;
  }

  /**
   * Gives it away: the caller closes the number from now on.
   *
   * @throws IllegalStateException if it was given away or closed before
   */
  public int takeNumber() {
    if (!owned.getAndSet(false)) {
      throw new IllegalStateException("descriptor " + number + " was given away or closed before");
    }
    return number;
  }

  /**
   * Makes it a socket, whose close closes it.
   *
   * @throws IOException if it is no socket, or one of an unknown family; it stays open and owned
   * @throws IllegalStateException if it was given away or closed before
   */
  public Socket takeSocket() throws IOException {
    int taken = takeNumber(); // Before it is looked at: it may be somebody else's by now.
    try {
      return Socket.fromDescriptor(taken);
    } catch (IOException e) {
      owned.set(true);
      throw e;
    }
  }

  @Override
  public void close() {
    if (owned.getAndSet(false)) {
      SocketCalls.close(number);
    }
  }

  @Override
  public String toString() {
    return "PassedDescriptor[" + number + "]";
  }
}
