package io.jackfield.socket;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The one platform thread that a multiplexer belongs to, from its first wait on. */
final class OwnerThread {
  private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

  boolean isCurrent() {
    return Thread.currentThread().equals(owner.get());
  }

  /** Returns on the owner, and on any thread while there is none. */
  void require() {
    Thread known = owner.get();
    if (known != null && !known.equals(Thread.currentThread())) {
      throw new WrongThreadException(
          "this multiplexer belongs to the thread that waits, " + known.getName());
    }
  }

  /** Makes the calling thread the owner if there is none; returns on the owner only. */
  void become() {
    Thread current = Thread.currentThread();
    if (current.isVirtual()) {
      throw new WrongThreadException(
          "a multiplexer waits in the kernel, which would hold a virtual thread's carrier: call it"
              + " on a platform thread");
    }
    owner.compareAndSet(null, current);
    require();
  }
}
