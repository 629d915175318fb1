package io.jackfield.conformance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel tells of a running child in {@code /proc}. */
final class Proc {
  private Proc() {}

  /** Its resident memory, in bytes. */
  static long residentBytes(Child child) {
    try (Stream<String> lines = Files.lines(of(child, "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many sockets it has open. */
  static long openSockets(Child child) {
    try (Stream<Path> descriptors = Files.list(of(child, "fd"))) {
      return descriptors.filter(Proc::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // Closed meanwhile.
    }
  }

  private static Path of(Child child, String file) {
    return Path.of("/proc", Long.toString(child.pid()), file);
  }
}
