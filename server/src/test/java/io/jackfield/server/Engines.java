package io.jackfield.server;

/** The engines every server test runs on. */
enum Engines {
  ITERATIVE,
  VIRTUAL;

  Engine engine() {
    return switch (this) {
      case ITERATIVE -> Engine.iterative();
      case VIRTUAL -> Engine.virtualThreads();
    };
  }
}
