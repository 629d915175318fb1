package io.jackfield.server;

import io.jackfield.socket.EventFd;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.Socket;
import io.jackfield.socket.TooManyOpenFilesException;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket that connections are accepted from, and a descriptor kept for the moment when there is
 * none left: given up, it lets those that wait be accepted and closed, so that their clients learn
 * that they are not served instead of hanging. Any thread.
 */
final class Listener implements Taking.Source {
  /** How many are sent away at a time; between two times a server pauses. */
  private static final int SENT_AWAY = 64;

  private final BoundSocket bound;

  /** Guarded by this, as the next; null where somebody else was quicker. */
  private @Nullable EventFd spare;

  private boolean released;

  Listener(BoundSocket bound) {
    this.bound = bound;
    hold();
  }

  /**
   * Waits for the next connection.
   *
   * @throws TooManyOpenFilesException if no descriptor is left; nobody waits then, or 64 fewer
   */
  Socket accept() throws IOException {
    try {
      Socket accepted = bound.socket().accept();
      if (accepted == null) {
        throw new IllegalStateException("a listener without a time-out waits");
      }
      return accepted;
    } catch (TooManyOpenFilesException e) {
      sendAway();
      throw e;
    }
  }

  /** The next that has come; null if there is none. */
  @Nullable Socket acceptNow() throws IOException {
    return bound.socket().accept(() -> true);
  }

  private synchronized void hold() {
    if (spare == null && !released) {
      try {
        spare = EventFd.open();
      } catch (IOException e) {
        // Then whoever comes when there is none waits.
      }
    }
  }

  private synchronized void sendAway() {
    hold();
    if (spare == null) {
      return;
    }
    try {
      letGo();
      for (int left = SENT_AWAY; left > 0; left--) {
        try (Socket waiting = acceptNow()) {
          if (waiting == null) {
            break;
          }
        }
      }
    } catch (IOException e) {
      // Another thread has taken the descriptor, or the listener is closed.
    } finally {
      hold();
    }
  }

  private synchronized void letGo() throws IOException {
    try (EventFd _ = spare) {
      spare = null;
    }
  }

  @Override
  public SocketAddress address() {
    return bound.address();
  }

  @Override
  public PassedDescriptor duplicate() throws IOException {
    return bound.duplicate();
  }

  @Override
  public void leaveToOthers() {
    bound.leaveToOthers();
  }

  @Override
  public synchronized void release() {
    released = true;
    try {
      letGo();
    } catch (IOException e) {
      // Closed all the same.
    }
    bound.release();
  }
}
