package io.jackfield.reactor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a reactor has open besides streams and their ports, for its end. Its thread's. */
final class Resources {
  /** Something that a stop of the reactor ends. */
  interface Resource {
    /** Ends it in order, now or later. */
    void end();

    /** Ends it at once. */
    void kill();
  }

  private final Set<Resource> open = new LinkedHashSet<>();

  /** Whether a stop of the reactor is over as far as these go. */
  boolean isEmpty() {
    return open.isEmpty();
  }

  void add(Resource one) {
    open.add(one);
  }

  void remove(Resource one) {
    open.remove(one);
  }

  void endAll() {
    List.copyOf(open).forEach(Resource::end);
  }

  void killAll() {
    List.copyOf(open).forEach(Resource::kill);
  }
}
