package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.EventCalls;
import java.io.IOException;
import java.time.Duration;

/**
 * A count that one thread adds to and another waits for. It waits, and is woken, as a {@link
 * Socket} is. Source: eventfd(2).
 */
public final class EventFd extends DescriptorChannel {
  private EventFd(int number) {
    super(number);
  }

  /**
   * Opens one whose {@link #take} takes the whole count.
   *
   * @throws TooManyOpenFilesException if no descriptor is left
   */
  public static EventFd open() throws IOException {
    return open(0, false);
  }

  /** Opens one whose {@link #take} takes one at a time: {@code EFD_SEMAPHORE}. Throws as above. */
  public static EventFd semaphore(int initial) throws IOException {
    if (initial < 0) {
      throw new IllegalArgumentException("negative count: " + initial);
    }
    return open(initial, true);
  }

  private static EventFd open(int initial, boolean semaphore) throws IOException {
    Abi.requireSupported();
    return new EventFd(opened("eventfd2", EventCalls.eventFd(initial, semaphore)));
  }

  /** As {@link Socket#timeout(Duration)}. */
  public EventFd timeout(Duration timeout) {
    waitAtMost(timeout, Socket.NEVER);
    return this;
  }

  /**
   * Adds to the count; waits while it would exceed 2<sup>64</sup> - 2.
   *
   * @return false only where the call must not wait and would have to
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public boolean add(long count) throws IOException {
    if (count < 0) {
      throw new IllegalArgumentException("negative count: " + count);
    }
    long deadline = enterToWait(false);
    try {
      long started = SocketObservers.begin();
      int result;
      do {
        result = EventCalls.add(descriptor.number(), count);
      } while (again("write", result, Abi.WRITABLE, deadline));
      if (result == -Abi.EAGAIN) {
        return false;
      }
      done(started, Kind.WRITTEN, "write", check("write", result));
      return true;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Waits until the count is not 0 and takes it, or one of it.
   *
   * @return what was taken, 64 bits without a sign; 0 only where the call must not wait
   */
  public long take() throws IOException {
    return takeCount();
  }
}
