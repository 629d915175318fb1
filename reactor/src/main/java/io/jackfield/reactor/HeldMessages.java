package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.socket.ControlMessage.Descriptors;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.ReceivedMessage;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/** Messages that a driver told of while nobody wanted them. */
final class HeldMessages {
  private record Held(Chunk chunk, int from, ReceivedMessage message) {}

  /** Takes a message whose bytes lie in {@code chunk}, beginning at {@code from}. */
  interface Sink {
    void take(Chunk chunk, int from, ReceivedMessage message);
  }

  private final ArrayDeque<Held> held = new ArrayDeque<>();

  void hold(Chunk chunk, int from, ReceivedMessage message) {
    held.add(new Held(chunk.hold(), from, message));
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  void deliver(Sink to, BooleanSupplier enough) {
    while (!held.isEmpty() && !enough.getAsBoolean()) {
      Held first = held.remove();
      try {
        to.take(first.chunk, first.from, first.message);
      } finally {
        first.chunk.release();
      }
    }
  }

  /** Nobody will want them any more. */
  void release() {
    for (Held one; (one = held.poll()) != null; ) {
      closeDescriptors(one.message);
      one.chunk.release();
    }
  }

  /** Closes the descriptors that came with a message and were not taken. */
  static void closeDescriptors(ReceivedMessage message) {
    for (var control : message.control()) {
      if (control instanceof Descriptors arrived) {
        arrived.passed().forEach(PassedDescriptor::close);
      }
    }
  }
}
