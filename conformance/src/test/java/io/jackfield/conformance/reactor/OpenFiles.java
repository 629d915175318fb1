package io.jackfield.conformance.reactor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process has open, by {@code /proc}. */
final class OpenFiles {
  private OpenFiles() {}

  /** How many of this process's descriptors are of the same file as {@code number}. */
  static long sameAs(int number) throws IOException {
    String file = target(Path.of("/proc/self/fd/" + number));
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(one -> target(one).equals(file)).count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }
}
