package io.jackfield.server;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a server is busy with: its requests, each with its thread, and the serving loop itself. */
final class ActiveRequests {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();

  /** Guarded by the lock. A request that waits for its thread has none yet. */
  private final IdentityHashMap<Object, @Nullable Thread> active = new IdentityHashMap<>();

  void begin(Object request, @Nullable Thread thread) {
    lock.lock();
    try {
      active.put(request, thread);
    } finally {
      lock.unlock();
    }
  }

  void end(Object request) {
    lock.lock();
    try {
      active.remove(request);
      if (active.isEmpty()) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the calling thread is one of those at work, so that it must not wait for them. */
  boolean includesCaller() {
    lock.lock();
    try {
      return active.containsValue(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is active; false if the time was up first. */
  boolean awaitNone(Duration timeout) {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (!active.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = none.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the thread that is at work on a request, if there is one. */
  void interrupt(Object request) {
    lock.lock();
    try {
      Thread thread = active.get(request);
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts every thread at work. */
  void interrupt() {
    lock.lock();
    try {
      for (Thread thread : active.values()) {
        if (thread != null) {
          thread.interrupt();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those that are conversations, as of now. */
  List<Conversation> conversations() {
    lock.lock();
    try {
      return active.keySet().stream()
          .filter(Conversation.class::isInstance)
          .map(Conversation.class::cast)
          .toList();
    } finally {
      lock.unlock();
    }
  }
}
