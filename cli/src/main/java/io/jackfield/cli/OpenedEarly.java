package io.jackfield.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.time.ZoneId;

/**
 * Opens what would otherwise be opened when it is first needed, which may be when no descriptor is
 * left: the program's own jars, of which with a start-up cache none has to be open until a class is
 * needed that is not in the cache, and the JDK's time zones, which each line of the log tells, and
 * each of the JDK's loggers.
 */
final class OpenedEarly {
  private OpenedEarly() {}

  /**
   * To be called before anything is served: at the limit it would take the descriptor by which
   * those are turned away for whom there is none.
   */
  static void hold() {
    var _ = ZoneId.systemDefault();
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
      if (isJar(module.reference())) {
        ModuleLayer.boot().findModule(module.name()).ifPresent(OpenedEarly::open);
      }
    }
  }

  /** Or a folder; the JDK's own modules are in a file that is open already. */
  private static boolean isJar(ModuleReference module) {
    return module.location().filter(at -> "file".equals(at.getScheme())).isPresent();
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
