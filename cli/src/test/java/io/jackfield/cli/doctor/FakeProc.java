package io.jackfield.cli.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder in the place of {@code /proc}, in which a test writes what it wants. */
record FakeProc(Path folder) {
  /** Masks for {@link #capabilities}. */
  static final String NO_CAPABILITIES = "0000000000000000";

  static final String IPC_LOCK = "0000000000004000";

  FakeProc with(String file, String text) {
    Path path = folder.resolve(file);
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  FakeProc setting(String name, String value) {
    return with("sys/" + name.replace('.', '/'), value + "\n");
  }

  FakeProc limits(String files, String hardFiles, String locked, String hardLocked) {
    return with(
        "self/limits",
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max open files            %s                 %s                files
        Max locked memory         %s              %s              bytes
        """
            .formatted(files, hardFiles, locked, hardLocked));
  }

  FakeProc capabilities(String hex) {
    return with(
        "self/status", "Name:\tjava\nUid:\t7\t7\t7\t7\nCapEff:\t" + hex + "\nSeccomp:\t0\n");
  }

  KernelFiles kernel() {
    return new KernelFiles(folder);
  }
}
