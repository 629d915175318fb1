package io.jackfield.reactor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls a task again and again, at its start plus 1, 2, 3 … intervals, however long the task takes
 * and however late a call comes: it does not drift. Where a call comes so late that intervals have
 * passed, they are skipped, and counted for a task that wants to know. All methods are for the
 * scheduler's thread. Source: Twisted's {@code LoopingCall}.
 */
public final class LoopingCall {
  private final Scheduler scheduler;
  private final LongConsumer task;

  /** Of the run that goes on; null between runs. */
  private @Nullable CompletableFuture<LoopingCall> stopped;

  /** The next call; null between runs and during the task. */
  private @Nullable Timer timer;

  /** How often it was started. */
  private long runs;

  private long intervalNanos;
  private long startNanos;

  /** Intervals from {@link #startNanos} to the last call; -1 before a first call at the start. */
  private long lastInterval;

  private LoopingCall(Scheduler scheduler, LongConsumer task) {
    this.scheduler = scheduler;
    this.task = task;
  }

  /** One that calls {@code task} by the scheduler's clock, once it is started. */
  public static LoopingCall of(Scheduler scheduler, Runnable task) {
    return new LoopingCall(scheduler, count -> task.run());
  }

  /**
   * One that tells {@code task} for how many intervals the call stands: 1 when in time, more when
   * intervals were skipped. A call right at the start stands for 1. With an interval of zero it is
   * always 1.
   */
  public static LoopingCall withCount(Scheduler scheduler, LongConsumer task) {
    return new LoopingCall(scheduler, task);
  }

  /**
   * Begins: the first call is made before this returns if {@code now}, else one interval later. An
   * interval of zero is a call in each turn.
   *
   * @return completed with this when it is stopped, exceptionally with what the task threw, which
   *     ends it; to cancel it ends it too, at the latest when the next call is due
   * @throws IllegalArgumentException if the interval is negative
   * @throws IllegalStateException if it runs already
   */
  public CompletableFuture<LoopingCall> start(Duration interval, boolean now) {
    long nanos = WheelTimer.nanos(interval);
    if (stopped != null) {
      throw new IllegalStateException("this looping call runs already");
    }
    var future = new CompletableFuture<LoopingCall>();
    startNanos = scheduler.nanoTime();
    intervalNanos = nanos;
    lastInterval = now ? -1 : 0;
    stopped = future;
    runs++;
    if (now) {
      call();
    } else {
      callNext();
    }
    return future;
  }

  /** Ends it; a call that is under way is the last. Returns whether it ran. */
  public boolean stop() {
    CompletableFuture<LoopingCall> future = stopped;
    if (future == null) {
      return false;
    }
    end();
    future.complete(this);
    return true;
  }

  /**
   * Starts to count anew: the next call is one interval from now.
   *
   * @throws IllegalStateException if it does not run
   */
  public void reset() {
    if (stopped == null) {
      throw new IllegalStateException("this looping call does not run");
    }
    startNanos = scheduler.nanoTime();
    lastInterval = 0;
    // During the task there is no timer: what follows the task counts from the new start.
    if (timer != null) {
      timer.reset(Duration.ofNanos(intervalNanos));
    }
  }

  /** Whether it was started and has not ended. */
  public boolean isRunning() {
    return stopped != null;
  }

  private void call() {
    timer = null;
    CompletableFuture<LoopingCall> future = stopped;
    if (future == null || future.isDone()) {
      end();
      return;
    }
    long run = runs;
    long count = 1;
    if (intervalNanos > 0) {
      long interval = elapsedNanos() / intervalNanos;
      count = interval - lastInterval;
      lastInterval = interval;
    }
    try {
      task.accept(count);
    } catch (Throwable t) {
      if (isRun(run)) {
        end();
      }
      future.completeExceptionally(t);
      return;
    }
    if (isRun(run) && timer == null) {
      callNext();
    }
  }

  /** Intervals are counted from the start, not from this call, or each delay would add up. */
  private void callNext() {
    long wait = intervalNanos == 0 ? 0 : intervalNanos - elapsedNanos() % intervalNanos;
    timer = scheduler.callLater(Duration.ofNanos(wait), this::call);
  }

  private long elapsedNanos() {
    return scheduler.nanoTime() - startNanos;
  }

  /** Whether that run goes on; the task may have ended it, and begun another. */
  private boolean isRun(long run) {
    return stopped != null && runs == run;
  }

  private void end() {
    stopped = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
