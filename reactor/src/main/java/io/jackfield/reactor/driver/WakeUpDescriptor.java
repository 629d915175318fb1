package io.jackfield.reactor.driver;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.linux.Descriptor;
import io.jackfield.socket.linux.EventCalls;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An eventfd by which any thread ends a driver's wait; many requests before that are one write.
 *
 * <p>Invariant: while it is readable, {@code requested} is true. It is answered as a part of the
 * wait, so that whoever asks after the wait has returned has asked for the next one to end.
 */
final class WakeUpDescriptor implements WakeUp {
  private final Descriptor descriptor;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final long[] count = new long[1];

  private WakeUpDescriptor(int number) {
    descriptor = Descriptor.takeOver(number);
  }

  static WakeUpDescriptor open() throws IOException {
    int number = EventCalls.eventFd(0, false);
    if (number < 0) {
      throw new CallFailure("eventfd2", new Errno(-number), null, null).exception();
    }
    return new WakeUpDescriptor(number);
  }

  @Override
  public int number() {
    return descriptor.number();
  }

  @Override
  public void request() {
    if (requested.compareAndSet(false, true) && descriptor.enter()) {
      EventCalls.add(descriptor.number(), 1);
      descriptor.leave();
    }
  }

  @Override
  public boolean isRequested() {
    return requested.get();
  }

  /** By the loop's thread, when the descriptor is ready. Taken first: a later request counts. */
  @Override
  public void answer() {
    EventCalls.take(descriptor.number(), count);
    requested.set(false);
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
