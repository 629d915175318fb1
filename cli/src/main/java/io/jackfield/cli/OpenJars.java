package io.jackfield.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;

/**
 * Opens the program's own jars for as long as it runs. With a start-up cache none has to be, until
 * a class is needed that is not in the cache: that may be the one that tells of descriptors having
 * run out, when no jar can be opened any more.
 */
final class OpenJars {
  private OpenJars() {}

  /**
   * To be called before anything is served: at the limit it would take the descriptor by which
   * those are turned away for whom there is none.
   */
  static void hold() {
    var _ =
        ZoneId.systemDefault(); // The JDK has time zones in a file that it reads when first asked.
    ClassLoader ours = OpenJars.class.getClassLoader();
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
