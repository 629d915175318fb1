package io.jackfield.reactor;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads that a loop carries: the scheduler of each. What can go on is run in the
 * loop's turn, as posted tasks are. The JDK calls {@link #execute} on any thread; its timer for
 * {@code sleep} and the like is one of them.
 */
final class ReadyThreads implements Executor {
  private static final ThreadFactory ORDINARY = Thread.ofVirtual().factory();

  private final EventLoop loop;

  /** Continuations of threads that can go on. Owner's. */
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

  /** Made when the first is wanted; one as good as another. */
  private volatile @Nullable ThreadFactory factory;

  /** Written plainly by the owner; the watchdog makes do with an old one. */
  private @Nullable Thread lastSeen;

  ReadyThreads(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Makes such threads; ordinary virtual ones where {@code carried} is false, the JDK has none for
   * us, or the loop's own is virtual, which can carry none. Any thread.
   */
  ThreadFactory factory(boolean carried) {
    ThreadFactory made = factory;
    Thread owner = loop.owner();
    if (!carried || (owner != null && owner.isVirtual())) {
      return ORDINARY;
    }
    if (made == null) {
      made = Objects.requireNonNullElse(LoopThreads.factory(this), ORDINARY);
      factory = made;
    }
    return made;
  }

  /** Comes from another thread, and so through the inbox. */
  private record Arrived(Runnable continuation) implements EventLoop.Owed {
    @Override
    public void run() {
      continuation.run();
    }

    @Override
    public void loopEnded() {
      elsewhere(continuation);
    }
  }

  @Override
  public void execute(Runnable continuation) {
    if (loop.isOwner() && !loop.hasEnded()) {
      ready.add(continuation);
      loop.wakeUpIfBetweenTurns();
    } else if (!loop.offer(new Arrived(continuation))) {
      elsewhere(continuation);
    }
  }

  /** The loop is no more: what is left of a thread, its {@code finally} say, runs on a pool. */
  private static void elsewhere(Runnable continuation) {
    ForkJoinPool.commonPool().execute(continuation);
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  /** Lets those go on that can now; those that can by then are for the next time. */
  int run() {
    int many = ready.size();
    for (int i = 0; i < many; i++) {
      loop.runTask(ready.remove());
    }
    return many;
  }

  /** After the loop's end. */
  void loopEnded() {
    for (Runnable one; (one = ready.poll()) != null; ) {
      elsewhere(one);
    }
  }

  /** The calling thread, which the loop carries, goes on: for the watchdog. */
  void seen(Thread virtual) {
    lastSeen = virtual;
  }

  @Nullable Thread lastSeen() {
    return lastSeen;
  }
}
