package io.jackfield.reactor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Which factories are in use, so that each is told of its first and its last. */
final class Factories {
  private final Map<ProtocolFactory, Integer> uses = new HashMap<>();

  /** Of connections that no port accepted and no connector made. */
  private final Map<Transport, ProtocolFactory> adopted = new HashMap<>();

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

  /** A use of it that began is {@code connection}'s from now on, until that is {@link #lost}. */
  void adopt(ProtocolFactory factory, Transport connection) {
    adopted.put(connection, factory);
  }

  /** Ends the use of the factory that made the protocol of {@code connection}, if one did. */
  void lost(Transport connection) {
    ProtocolFactory factory = adopted.remove(connection);
    if (factory != null) {
      release(factory);
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
