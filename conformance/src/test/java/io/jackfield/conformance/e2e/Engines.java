package io.jackfield.conformance.e2e;

/** What runs a server's conversations. */
enum Engines {
  ITERATIVE("--engine", "iterative"),
  VIRTUAL("--engine", "virtual"),
  LOOP("--engine", "loop"),
  LOOP_ON_POLL("--engine", "loop", "--driver", "poll"),
  LOOP_ON_SELECT("--engine", "loop", "--driver", "select");

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
