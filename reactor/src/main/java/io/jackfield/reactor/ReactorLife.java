package io.jackfield.reactor;

import io.jackfield.reactor.SystemEvents.Event;
import io.jackfield.reactor.SystemEvents.Phase;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** From being made to having stopped: each state is left once, for a later one. */
final class ReactorLife {
  private enum State {
    /** Made; may be prepared. */
    NEW,
    RUNNING,
    /** Nothing new begins; what is open is being closed. */
    STOPPING,
    /** Nothing is left. */
    STOPPED
  }

  private final Reactor reactor;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final AtomicBoolean ran = new AtomicBoolean();
  private volatile boolean crashed;

  /** Whether only the open connections are waited for. Owner's. */
  private boolean closing;

  private boolean quiet;
  private @Nullable Watchdog watchdog;

  ReactorLife(Reactor reactor) {
    this.reactor = reactor;
  }

  void requireOpen() {
    State now = state.get();
    if (now == State.STOPPING || now == State.STOPPED) {
      throw new IllegalStateException("the reactor is stopped");
    }
  }

  void run() throws IOException {
    if (Thread.currentThread().isVirtual()) {
      throw new WrongThreadException("a loop would hold a virtual thread's carrier for ever");
    }
    if (ran.getAndSet(true)) {
      throw new IllegalStateException("a reactor runs once; make another");
    }
    if (state.get() == State.STOPPING || state.get() == State.STOPPED) {
      return; // Stopped before it ran.
    }
    if (!tryStart()) {
      return; // Stopped at this very moment.
    }
    try {
      reactor.loop().spin(reactor.settings().spin());
      while (!quiet) {
        reactor.loop().turn();
        if (crashed) {
          break;
        }
      }
    } finally {
      end();
    }
  }

  void start() {
    if (ran.getAndSet(true) || !tryStart()) {
      throw new IllegalStateException("a reactor runs once; make another");
    }
  }

  private boolean tryStart() {
    if (!state.compareAndSet(State.NEW, State.RUNNING)) {
      return false;
    }
    reactor.loop().own();
    reactor
        .settings()
        .stallThreshold()
        .ifPresent(threshold -> {
          watchdog = new Watchdog(reactor.loop(), Thread.currentThread().getName(), threshold);
          watchdog.start();
        });
    phases(Event.STARTUP, () -> {});
    return true;
  }

  int turn() throws IOException {
    State now = state.get();
    if (now != State.RUNNING && now != State.STOPPING) {
      throw new IllegalStateException("the reactor does not run");
    }
    boolean whole = false;
    try {
      int done = reactor.loop().turn();
      whole = !quiet && !crashed;
      return done;
    } finally {
      if (!whole) {
        end();
      }
    }
  }

  /** The three phases, each when the one before is complete; then {@code next}. */
  private void phases(Event event, Runnable next) {
    SystemEvents triggers = reactor.systemEvents();
    var _ =
        triggers
            .fire(event, Phase.BEFORE)
            .thenComposeAsync(_ -> triggers.fire(event, Phase.DURING), reactor)
            .thenRunAsync(
                () -> {
                  next.run();
                  if (event == Event.STARTUP) {
                    var _ = triggers.fire(event, Phase.AFTER);
                  }
                },
                reactor);
  }

  CompletableFuture<Void> stop() {
    if (state.compareAndSet(State.NEW, State.STOPPING)) {
      end();
    } else if (state.compareAndSet(State.RUNNING, State.STOPPING)) {
      reactor.execute(() -> phases(Event.SHUTDOWN, this::closeAll));
    }
    return stopped.copy();
  }

  private void closeAll() {
    reactor.connections().closeAll();
    reactor.resources().endAll();
    reactor.loop().settle();
    closing = true;
    checkQuiet();
  }

  /** When the last connection is gone the last phase follows. */
  void checkQuiet() {
    if (closing && reactor.connections().isEmpty() && reactor.resources().isEmpty()) {
      closing = false;
      var _ =
          reactor
              .systemEvents()
              .fire(Event.SHUTDOWN, Phase.AFTER)
              .thenRunAsync(() -> quiet = true, reactor);
    }
  }

  void crash() {
    crashed = true;
    reactor.execute(() -> {});
  }

  void close() {
    if (state.compareAndSet(State.NEW, State.STOPPING)) {
      end();
    } else if (reactor.isLoopThread() && state.get() != State.STOPPED) {
      crashed = true;
    } else {
      crash();
    }
  }

  /** Tears down what is left, by the loop's thread, or by whoever has one that never ran. */
  private void end() {
    if (state.getAndSet(State.STOPPED) == State.STOPPED) {
      return;
    }
    if (watchdog != null) {
      watchdog.stop();
    }
    reactor.connections().abortAll();
    reactor.resources().killAll();
    reactor.loop().settle();
    reactor.connections().resetLingering();
    reactor.relayPipes().close();
    reactor.loop().end();
    try {
      // The last completions: memory given to operations comes back.
      reactor.driver().await(0);
      var _ = reactor.driver().complete();
    } catch (IOException e) {
      reactor.failed(e, "the driver's last wait");
    }
    reactor.driver().close();
    if (reactor.settings().ownsPool() && reactor.pool() instanceof WorkPool own) {
      own.stop();
    }
    stopped.complete(null);
  }
}
