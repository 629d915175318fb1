package io.jackfield.reactor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Events of a program's own: handlers are registered for a name and run in that order each time it
 * is fired. For the loop's thread.
 */
public final class Events {
  /** A handler's place. */
  public interface Registration {
    /** Takes it back; an event that is being fired no longer reaches it. */
    void remove();
  }

  private static final class Entry {
    final Consumer<Object> handler;
    boolean removed;

    Entry(Consumer<Object> handler) {
      this.handler = handler;
    }
  }

  private final Map<String, CopyOnWriteArrayList<Entry>> handlers = new LinkedHashMap<>();
  private final Runnable requireOwner;
  private final BiConsumer<Throwable, String> failed;

  Events(Runnable requireOwner, BiConsumer<Throwable, String> failed) {
    this.requireOwner = requireOwner;
    this.failed = failed;
  }

  /** Has {@code handler} called at each {@link #fire} of {@code name} that begins after this. */
  public Registration on(String name, Consumer<Object> handler) {
    requireOwner.run();
    var entry = new Entry(handler);
    handlers.computeIfAbsent(name, _ -> new CopyOnWriteArrayList<>()).add(entry);
    return () -> {
      entry.removed = true;
      handlers.computeIfPresent(
          name, (_, entries) -> entries.remove(entry) && entries.isEmpty() ? null : entries);
    };
  }

  /**
   * Calls the handlers of {@code name}, in the order they came. One that throws is logged, and the
   * others are called all the same.
   *
   * @return how many were called
   */
  public int fire(String name, Object event) {
    requireOwner.run();
    int called = 0;
    for (Entry entry : handlers.getOrDefault(name, new CopyOnWriteArrayList<>())) {
      if (entry.removed) {
        continue;
      }
      called++;
      try {
        entry.handler.accept(event);
      } catch (Throwable t) {
        failed.accept(t, "a handler of " + name);
      }
    }
    return called;
  }
}
