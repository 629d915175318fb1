package io.jackfield.conformance.e2e;

/** What runs a server's conversations. */
enum Engines {
  ITERATIVE("--engine", "iterative"),
  THREADS("--engine", "threads"),
  VIRTUAL("--engine", "virtual"),
  PROCESSES("--engine", "processes", "--workers", "1"),
  LOOP_ON_IO_URING("--engine", "loop", "--driver", "io_uring"),
  LOOP_ON_EPOLL("--engine", "loop", "--driver", "epoll"),
  LOOP_ON_POLL("--engine", "loop", "--driver", "poll"),
  LOOP_ON_SELECT("--engine", "loop", "--driver", "select"),
  LOOP_ON_NIO("--engine", "loop", "--driver", "nio");

  /**
   * Matches two loops that differ from the one on epoll in how they ask what is ready, and in
   * nothing else: where each engine is started anew, they are left to the tests within a process.
   */
  static final String ASKED_BY_READINESS = "LOOP_ON_(POLL|SELECT)";

  @SuppressWarnings("ImmutableEnumChecker") // Never changed, and copied before it is given away.
  private final String[] options;

  Engines(String... options) {
    this.options = options;
  }

  /** As {@code serve} takes them. */
  String[] options() {
    return options.clone();
  }
}
