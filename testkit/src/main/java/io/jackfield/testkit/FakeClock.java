package io.jackfield.testkit;

import io.jackfield.reactor.Scheduler;
import io.jackfield.reactor.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A clock that stands until it is moved, with timers that run when it is: for what takes a {@link
 * Scheduler} or an {@link InstantSource}. Belongs to one thread. Source: Twisted's {@code
 * task.Clock}.
 */
public final class FakeClock implements Scheduler, InstantSource {
  private final class FakeTimer implements Timer {
    private final Runnable task;
    private long atNanos;
    private long order;

    FakeTimer(Runnable task) {
      this.task = task;
    }

    private boolean put(long newAtNanos) {
      atNanos = newAtNanos;
      order = ++lastOrder;
      return timers.add(this);
    }

    @Override
    public boolean cancel() {
      return timers.remove(this);
    }

    @Override
    public boolean reset(Duration delay) {
      requireNotNegative(delay);
      return timers.remove(this) && put(elapsedNanos + delay.toNanos());
    }

    @Override
    public boolean delay(Duration more) {
      return timers.remove(this) && put(atNanos + more.toNanos());
    }

    @Override
    public boolean isPending() {
      return timers.contains(this);
    }
  }

  private final TreeSet<FakeTimer> timers =
      new TreeSet<>(
          Comparator.<FakeTimer>comparingLong(timer -> timer.atNanos)
              .thenComparingLong(timer -> timer.order));

  private final Instant start;
  private final long startNanos;
  private long elapsedNanos;
  private long lastOrder;

  /** A clock that shows the beginning of 2026, UTC. */
  public FakeClock() {
    this(Instant.parse("2026-01-01T00:00:00Z"), 0);
  }

  /**
   * A clock that shows {@code start}.
   *
   * @param nanoTime what {@link #nanoTime} begins with; near its largest value, overflow is tested
   */
  public FakeClock(Instant start, long nanoTime) {
    this.start = start;
    startNanos = nanoTime;
  }

  @Override
  public long nanoTime() {
    return startNanos + elapsedNanos;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(elapsedNanos);
  }

  @Override
  public Timer callLater(Duration delay, Runnable task) {
    requireNotNegative(delay);
    var timer = new FakeTimer(task);
    boolean _ = timer.put(elapsedNanos + delay.toNanos());
    return timer;
  }

  private static void requireNotNegative(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay of " + delay);
    }
  }

  /**
   * Lets time pass, from one timer to the next; each runs when its time has come, those that are
   * started meanwhile too if they become due.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void advance(Duration length) {
    requireNotNegative(length);
    long end = elapsedNanos + length.toNanos();
    while (!timers.isEmpty() && timers.first().atNanos <= end) {
      FakeTimer first = timers.removeFirst();
      elapsedNanos = Math.max(elapsedNanos, first.atNanos);
      first.task.run();
    }
    elapsedNanos = end;
  }

  /** How many timers wait. */
  public int pending() {
    return timers.size();
  }

  /** How long until the next timer; empty if none waits. */
  public Optional<Duration> untilNext() {
    return timers.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(timers.first().atNanos - elapsedNanos));
  }
}
