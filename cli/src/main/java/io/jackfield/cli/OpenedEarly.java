package io.jackfield.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;

/**
 * Opens what would otherwise be opened when it is first needed, which may be when no descriptor is
 * left: the program's own jars, of which with a start-up cache none has to be open until a class is
 * needed that is not in the cache, and the JDK's time zones, which each line of the log tells.
 */
final class OpenedEarly {
  private OpenedEarly() {}

  /**
   * To be called before anything is served: at the limit it would take the descriptor by which
   * those are turned away for whom there is none.
   */
  static void hold() {
    var _ = ZoneId.systemDefault();
    ClassLoader ours = OpenedEarly.class.getClassLoader();
    for (Module module : ModuleLayer.boot().modules()) {
      if (ours.equals(module.getClassLoader())) {
        open(module);
      }
    }
  }

  /** The loader keeps open what it has looked into. */
  private static void open(Module module) {
    try (InputStream _ = module.getResourceAsStream("module-info.class")) {
      // Nothing is read: the jar is open.
    } catch (IOException e) {
      // Then so it was when it was needed.
    }
  }
}
