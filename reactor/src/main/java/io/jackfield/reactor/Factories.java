package io.jackfield.reactor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Which factories are in use, so that each is told of its first and its last. */
final class Factories {
  private final Map<ProtocolFactory, Integer> uses = new HashMap<>();
  private final BiConsumer<Throwable, String> failed;

  Factories(BiConsumer<Throwable, String> failed) {
    this.failed = failed;
  }

  void use(ProtocolFactory factory) {
    if (uses.merge(factory, 1, Integer::sum) == 1) {
      try {
        factory.started();
      } catch (Throwable t) {
        failed.accept(t, "ProtocolFactory.started");
      }
    }
  }

  void release(ProtocolFactory factory) {
    if (uses.merge(factory, -1, Integer::sum) == 0) {
      uses.remove(factory);
      try {
        factory.stopped();
      } catch (Throwable t) {
        failed.accept(t, "ProtocolFactory.stopped");
      }
    }
  }
}
