package io.jackfield.testkit;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The time of a simulation and what is to happen in it. What is due at the same moment happens in
 * the order it was asked for. Owned by the test's thread.
 */
final class VirtualTime {
  /** Something to happen, until it is cancelled. */
  static final class Event implements Comparable<Event> {
    final long atNanos;
    private final long order;
    private final Runnable what;
    private boolean cancelled;

    private Event(long atNanos, long order, Runnable what) {
      this.atNanos = atNanos;
      this.order = order;
      this.what = what;
    }

    void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Later than anything. */
  static final long NEVER = Long.MAX_VALUE;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNanos;
  private long lastOrder;

  long nowNanos() {
    return nowNanos;
  }

  /** {@code now + delayNanos}, which does not overflow. */
  long in(long delayNanos) {
    return delayNanos >= NEVER - nowNanos ? NEVER : nowNanos + Math.max(0, delayNanos);
  }

  Event at(long whenNanos, Runnable what) {
    var event = new Event(Math.max(nowNanos, whenNanos), ++lastOrder, what);
    events.add(event);
    return event;
  }

  Event after(long delayNanos, Runnable what) {
    return at(in(delayNanos), what);
  }

  /** When the next event is due; {@link #NEVER} if there is none. */
  long next() {
    for (Event first; (first = events.peek()) != null; events.remove()) {
      if (!first.cancelled) {
        return first.atNanos;
      }
    }
    return NEVER;
  }

  /** Lets everything happen that is due by then. */
  void advanceTo(long whenNanos) {
    while (next() <= whenNanos) {
      happen(events.poll());
    }
    nowNanos = Math.max(nowNanos, whenNanos);
  }

  private void happen(@Nullable Event event) {
    if (event != null) {
      nowNanos = Math.max(nowNanos, event.atNanos);
      event.what.run();
    }
  }
}
