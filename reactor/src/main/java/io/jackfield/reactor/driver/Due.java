package io.jackfield.reactor.driver;

import java.util.ArrayDeque;

/** What a driver has to tell that it waits for nothing more for. */
final class Due {
  /** In order. */
  private final ArrayDeque<Runnable> completions = new ArrayDeque<>();

  /** Closed, and not told so. */
  private final ArrayDeque<Handle> closed = new ArrayDeque<>();

  void add(Runnable completion) {
    completions.add(completion);
  }

  /** Has it told that it is closed. */
  void closed(Handle handle) {
    closed.add(handle);
  }

  boolean isEmpty() {
    return completions.isEmpty() && closed.isEmpty();
  }

  /** Only those that are due now: what they ask for is told next time. Returns how many. */
  int tell() {
    int completed = completions.size();
    int ends = closed.size();
    for (int i = 0; i < completed; i++) {
      completions.remove().run();
    }
    for (int i = 0; i < ends; i++) {
      closed.remove().completions().closed();
    }
    return completed + ends;
  }
}
