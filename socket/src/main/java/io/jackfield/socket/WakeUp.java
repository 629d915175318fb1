package io.jackfield.socket;

import io.jackfield.socket.linux.Descriptor;
import io.jackfield.socket.linux.EventCalls;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An eventfd by which other threads end a wait. A nudge has the waiting thread look round and go on
 * waiting; a request ends its wait.
 */
final class WakeUp {
  final Descriptor descriptor;

  /** Whether a request has come that no wait has answered. */
  private final AtomicBoolean requested = new AtomicBoolean();

  private final long[] taken = new long[1];

  private WakeUp(int number) {
    descriptor = Descriptor.takeOver(number);
  }

  static WakeUp open() throws IOException {
    int number = EventCalls.eventFd(0, false);
    if (number < 0) {
      throw Failures.of("eventfd2", number, null, null);
    }
    return new WakeUp(number);
  }

  int number() {
    return descriptor.number();
  }

  /** Any thread. Requests before the next {@link #answer} count as one. */
  void request() {
    // Set also where it is set: what the caller did before is then seen by who answers.
    if (!requested.getAndSet(true)) {
      nudge();
    }
  }

  /** Any thread; after a close for nothing. */
  void nudge() {
    if (descriptor.enter()) {
      try {
        EventCalls.add(descriptor.number(), 1);
      } finally {
        descriptor.leave();
      }
    }
  }

  /** By the waiting thread, inside the descriptor, when it was reported. */
  void hush() {
    EventCalls.take(descriptor.number(), taken);
  }

  /**
   * By the waiting thread: whether a request came. After {@link #hush}, never before it: a request
   * between the two is then answered at once, and its nudge costs one look round.
   */
  boolean answer() {
    return requested.getAndSet(false);
  }
}
