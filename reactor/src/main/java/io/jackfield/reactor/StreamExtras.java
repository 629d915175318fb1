package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What only some streams need: held back input, a producer, a close that takes its time. */
final class StreamExtras {
  private record Held(Chunk chunk, int from, int to) {}

  /** Takes a part of a chunk. */
  interface Sink {
    void take(Chunk chunk, int from, int to);
  }

  private final StreamTransport stream;
  private final ArrayDeque<Held> held = new ArrayDeque<>();

  /** Whether the end of the input waits behind what is held. */
  private boolean endHeld;

  private @Nullable Producer producer;

  /** Whether the producer has been asked and not been told so yet. */
  private boolean requested;

  private @Nullable Timer closeTimer;

  StreamExtras(StreamTransport stream) {
    this.stream = stream;
  }

  void hold(Chunk chunk, int from, int to) {
    held.add(new Held(chunk.hold(), from, to));
  }

  boolean holds() {
    return !held.isEmpty() || endHeld;
  }

  void endHeld() {
    endHeld = true;
  }

  /** Delivers what is held until {@code enough}; returns whether the end of input is due now. */
  boolean deliver(Sink to, BooleanSupplier enough) {
    while (!held.isEmpty() && !enough.getAsBoolean()) {
      Held first = held.remove();
      try {
        to.take(first.chunk, first.from, first.to);
      } finally {
        first.chunk.release();
      }
    }
    boolean end = held.isEmpty() && endHeld && !enough.getAsBoolean();
    endHeld &= !end;
    return end;
  }

  void producer(@Nullable Producer next) {
    if (producer != null && next != null) {
      throw new IllegalStateException("there is a producer already");
    }
    producer = next;
  }

  /** Asks the producer, in a turn of its own: it may write at once. */
  void roomLeft(long bytes) {
    if (producer != null && !requested && bytes > 0) {
      requested = true;
      stream.reactor().execute(() -> request(bytes));
    }
  }

  private void request(long bytes) {
    requested = false;
    if (producer != null) {
      stream.request(producer, bytes);
    }
  }

  void closeWithin(Duration timeout) {
    closeTimer = stream.reactor().callLater(timeout, stream::closeTookTooLong);
  }

  /** The connection is no more. */
  void release() {
    held.forEach(one -> one.chunk.release());
    held.clear();
    producer = null;
    if (closeTimer != null) {
      closeTimer.cancel();
    }
  }
}
