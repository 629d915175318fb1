package io.jackfield.server;

import io.jackfield.reactor.driver.Drivers;

/** The engines every server test runs on. */
enum Engines {
  ITERATIVE,
  THREADS,
  VIRTUAL,
  LOOP_ON_IO_URING,
  LOOP_ON_EPOLL,
  LOOP_ON_POLL,
  LOOP_ON_SELECT,
  LOOP_ON_NIO;

  /** Matches the names of those that are event loops. */
  static final String LOOPS = "LOOP.*";

  Engine engine() {
    return switch (this) {
      case ITERATIVE -> Engine.iterative();
      case THREADS -> Engine.threads();
      case VIRTUAL -> Engine.virtualThreads();
      case LOOP_ON_IO_URING -> Engine.eventLoop(Drivers::ioUring);
      case LOOP_ON_EPOLL -> Engine.eventLoop(Drivers::epoll);
      case LOOP_ON_POLL -> Engine.eventLoop(Drivers::poll);
      case LOOP_ON_SELECT -> Engine.eventLoop(Drivers::select);
      case LOOP_ON_NIO -> Engine.eventLoop(Drivers::nio);
    };
  }

  /** Whether a second request is answered while the first is. */
  boolean isConcurrent() {
    return this != ITERATIVE;
  }
}
