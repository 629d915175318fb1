package io.jackfield.server;

import io.jackfield.reactor.ReactorBuilder.DriverSource;
import io.jackfield.reactor.ReactorGroup;
import io.jackfield.reactor.driver.Drivers;
import java.util.Objects;

/** How a server's handlers run. A description only: each server makes its own threads from it. */
public sealed interface Engine {
  /** How many virtual threads run at once if nothing else is said. */
  int DEFAULT_LIMIT = 16_384;

  /** How many platform threads run at once if nothing else is said. */
  int DEFAULT_THREADS = 256;

  /** One request at a time, on the serving thread: the next waits until this one is done. */
  static Engine iterative() {
    return new Iterative();
  }

  /** A platform thread a request, at most {@link #DEFAULT_THREADS} at once. */
  static Engine threads() {
    return threads(DEFAULT_THREADS, AtLimit.stopAccepting());
  }

  /**
   * A platform thread a request; one that is done is kept for ten seconds, to be used again.
   *
   * @param limit how many at once, 1 or more
   */
  static Engine threads(int limit, AtLimit atLimit) {
    return new Threads(limit, atLimit);
  }

  /** A virtual thread a request, at most {@link #DEFAULT_LIMIT} at once. */
  static Engine virtualThreads() {
    return virtualThreads(DEFAULT_LIMIT);
  }

  /** As below; at the limit the server takes no more. */
  static Engine virtualThreads(int limit) {
    return virtualThreads(limit, AtLimit.stopAccepting());
  }

  /**
   * A virtual thread a request.
   *
   * @param limit how many at once, 1 or more
   */
  static Engine virtualThreads(int limit, AtLimit atLimit) {
    return new VirtualThreads(limit, atLimit);
  }

  /** One event loop, the serving thread, with the best driver there is. */
  static Engine eventLoop() {
    return eventLoop(Drivers::best, 1);
  }

  /** One event loop, the serving thread. */
  static Engine eventLoop(DriverSource driver) {
    return eventLoop(driver, 1);
  }

  /**
   * Event loops, the first of them the serving thread, the others on threads of their own. Handlers
   * run in virtual threads that the loops carry, so that one that waits for its client holds up
   * nobody; see {@link io.jackfield.reactor.Blocking}.
   *
   * @param loops how many, 1 to {@value ReactorGroup#MAX_LOOPS}
   */
  static Engine eventLoop(DriverSource driver, int loops) {
    return new EventLoop(driver, loops);
  }

  /** Event loops that carry other servers too, and serve them together. */
  static Engine on(ServerLoops shared) {
    return new SharedLoops(shared);
  }

  /** Worker processes, one a processor; otherwise as below. */
  static Engine processes() {
    return processes(WorkerOptions.builder().build());
  }

  /**
   * Worker processes: JVMs with the classes and options of this one, started when the server is
   * opened. Of conversations each is given the descriptors of some, TLS and all that follows being
   * its own; from a socket of datagrams each receives for itself. A worker that crashes ends what
   * it was answering and nothing else: the hooks are told ({@link ServerHooks#handleTakeError},
   * {@link WorkerLostException}), and another takes its place, after a pause that grows where they
   * crash again and again.
   *
   * <p>They make handlers by the name of their class: {@link ServerBuilder#handler(Class)}. Hooks
   * are this process's; what a handler throws there they are told as {@link WorkerException}. Of
   * datagrams {@link ServerHooks#serviceActions} is not called, and to be asked about each costs a
   * round trip between the processes.
   */
  static Engine processes(WorkerOptions options) {
    return new Processes(options);
  }

  private static void requireLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit + " requests: at least 1 is needed");
    }
  }

  /** See {@link #iterative}. */
  record Iterative() implements Engine {}

  /** See {@link #threads(int, AtLimit)}. */
  record Threads(int limit, AtLimit atLimit) implements Engine {
    /** Refuses a limit below 1. */
    public Threads {
      requireLimit(limit);
      Objects.requireNonNull(atLimit);
    }
  }

  /** See {@link #virtualThreads(int, AtLimit)}. */
  record VirtualThreads(int limit, AtLimit atLimit) implements Engine {
    /** Refuses a limit below 1. */
    public VirtualThreads {
      requireLimit(limit);
      Objects.requireNonNull(atLimit);
    }
  }

  /** See {@link #eventLoop(DriverSource, int)}. */
  record EventLoop(DriverSource driver, int loops) implements Engine {
    /** Refuses what {@link ServerLoops} would. */
    public EventLoop {
      Objects.requireNonNull(driver);
      ServerLoops.requireCount(loops);
    }
  }

  /** See {@link #processes(WorkerOptions)}. */
  record Processes(WorkerOptions options) implements Engine {
    /** Refuses null. */
    public Processes {
      Objects.requireNonNull(options);
    }
  }

  /** See {@link #on}. */
  record SharedLoops(ServerLoops loops) implements Engine {
    /** Refuses null. */
    public SharedLoops {
      Objects.requireNonNull(loops);
    }
  }
}
