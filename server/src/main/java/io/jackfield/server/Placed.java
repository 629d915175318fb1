package io.jackfield.server;

import org.jspecify.annotations.Nullable;

/** A conversation that has a place among those that are open. By one thread at a time. */
interface Placed {
  void place(Admission.Place taken);

  /** Null before it has one. */
  Admission.@Nullable Place place();

  /** Whether the client is known; else a proxy is still to say who it is. */
  boolean isIdentified();
}
