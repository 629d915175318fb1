package io.jackfield.reactor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when a reactor starts and stops, in three phases each: all of <i>before</i>
 * has to be complete until <i>during</i> begins, and that until <i>after</i>. For the loop's
 * thread. Source: Twisted's {@code addSystemEventTrigger}.
 */
public final class SystemEvents {
  /** When. */
  public enum Event {
    /** The reactor begins to run. */
    STARTUP,
    /** It was told to stop. */
    SHUTDOWN
  }

  /** In what order. */
  public enum Phase {
    BEFORE,
    DURING,
    AFTER
  }

  /** A trigger's place. */
  public interface Registration {
    /** Takes it back; does nothing if it has run. */
    void remove();
  }

  private final Map<Event, Map<Phase, List<Supplier<? extends @Nullable CompletionStage<?>>>>>
      triggers = new EnumMap<>(Event.class);
  private final BiConsumer<Throwable, String> failed;

  SystemEvents(BiConsumer<Throwable, String> failed) {
    this.failed = failed;
  }

  /** Has {@code action} run at that time. */
  public Registration add(Phase phase, Event event, Runnable action) {
    return add(
        phase,
        event,
        () -> {
          action.run();
          return null;
        });
  }

  /**
   * Has {@code action} run at that time, and the next phase wait until what it returns is complete,
   * well or not; null for nothing to wait for.
   */
  public Registration add(
      Phase phase, Event event, Supplier<? extends @Nullable CompletionStage<?>> action) {
    var list = list(event, phase);
    list.add(action);
    return () -> list.remove(action);
  }

  private List<Supplier<? extends @Nullable CompletionStage<?>>> list(Event event, Phase phase) {
    return triggers
        .computeIfAbsent(event, _ -> new EnumMap<>(Phase.class))
        .computeIfAbsent(phase, _ -> new ArrayList<>());
  }

  /** Runs one phase's triggers in their order; complete when all they wait for is. */
  CompletableFuture<Void> fire(Event event, Phase phase) {
    var running = List.copyOf(list(event, phase));
    list(event, phase).clear();
    var waits = new ArrayList<CompletableFuture<?>>();
    for (Supplier<? extends @Nullable CompletionStage<?>> trigger : running) {
      try {
        CompletionStage<?> stage = trigger.get();
        if (stage != null) {
          waits.add(stage.toCompletableFuture());
        }
      } catch (Throwable t) {
        failed.accept(t, event + " trigger");
      }
    }
    return CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new))
        .handle((_, failure) -> {
          if (failure != null) {
            failed.accept(failure, event + " trigger");
          }
          return null;
        });
  }
}
