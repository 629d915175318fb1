package io.jackfield.server;

/** How a server's handlers run. A description only: each server makes its own threads from it. */
public sealed interface Engine {
  /** How many requests run at once if nothing else is said. */
  int DEFAULT_LIMIT = 16_384;

  /** One request at a time, on the serving thread: the next waits until this one is done. */
  static Engine iterative() {
    return new Iterative();
  }

  /** A virtual thread a request, at most {@link #DEFAULT_LIMIT} at once. */
  static Engine virtualThreads() {
    return virtualThreads(DEFAULT_LIMIT);
  }

  /**
   * A virtual thread a request, at most {@code limit} at once. At the limit the server takes no
   * more: connections wait in the kernel's queue, datagrams in its buffer until that is full.
   *
   * @throws IllegalArgumentException if {@code limit} is less than 1
   */
  static Engine virtualThreads(int limit) {
    return new VirtualThreads(limit);
  }

  /** See {@link #iterative}. */
  record Iterative() implements Engine {}

  /** See {@link #virtualThreads(int)}. */
  record VirtualThreads(int limit) implements Engine {
    /** Refuses a limit below 1. */
    public VirtualThreads {
      if (limit < 1) {
        throw new IllegalArgumentException(
            "a limit of " + limit + " requests: at least 1 is needed");
      }
    }
  }
}
