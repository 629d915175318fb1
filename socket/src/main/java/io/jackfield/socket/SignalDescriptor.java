package io.jackfield.socket;

import io.jackfield.socket.linux.EventCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Signals sent to the process, as a descriptor: {@link ProcessSignals#asDescriptor} opens it. It
 * waits, and is woken, as a {@link Socket} is. Closed, it gives the signals back to who had them.
 */
public final class SignalDescriptor extends DescriptorChannel {
  /** Guarded by itself. A signal that waits to be taken is there once, as in the kernel. */
  private final LinkedHashSet<String> pending = new LinkedHashSet<>();

  private SignalDescriptor(int number) {
    super(number);
  }

  /** Catches nothing yet. */
  static SignalDescriptor open() throws IOException {
    // A semaphore: it counts what is pending, and a take takes one.
    return new SignalDescriptor(opened("eventfd2", EventCalls.eventFd(0, true)));
  }

  /** Has {@code action} run when this is closed. */
  void onClosing(Runnable action) {
    descriptor.onClosing(action);
  }

  /** On the JVM's signal thread. */
  void arrived(String name) {
    if (!descriptor.enter()) {
      return;
    }
    try {
      synchronized (pending) {
        if (pending.add(name)) {
          EventCalls.add(descriptor.number(), 1);
        }
      }
    } finally {
      descriptor.leave();
    }
  }

  /** As {@link Socket#timeout(Duration)}. */
  public SignalDescriptor timeout(Duration timeout) {
    waitAtMost(timeout, Socket.NEVER);
    return this;
  }

  /**
   * Waits for a signal and takes it: the one that has waited longest. Arrivals of one that is still
   * waiting to be taken are one.
   *
   * @return its name, as {@code TERM}; null only where the call must not wait and none is there
   */
  public @Nullable String take() throws IOException {
    if (takeCount() == 0) {
      return null;
    }
    synchronized (pending) {
      return pending.removeFirst();
    }
  }
}
