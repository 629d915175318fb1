package io.jackfield.cli;

import io.jackfield.cli.doctor.KernelFiles;
import io.jackfield.cli.doctor.ProcessLimit;
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
  /** To accept more a loop needs longer than it takes to open all. */
  private static final int FEW_DESCRIPTORS = 8_192;

  private OpenedEarly() {}

  /**
   * Opens what is not open yet. It takes a tenth of a start, for which whoever comes first need not
   * wait, so it is for when the first ports are open; but where {@linkplain #areDescriptorsFew
   * descriptors are few} for before: at the limit it would take the descriptor by which those are
   * turned away for whom there is none.
   */
  static void openAll() {
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
      if (isJar(module.reference())) {
        ModuleLayer.boot().findModule(module.name()).ifPresent(OpenedEarly::open);
      }
    }
    var _ = ZoneId.systemDefault();
  }

  /** Whether so few are allowed, or it is not known. */
  static boolean areDescriptorsFew() {
    ProcessLimit limit = ProcessLimit.of(KernelFiles.real(), ProcessLimit.OPEN_FILES);
    return limit == null || limit.soft() <= FEW_DESCRIPTORS;
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
