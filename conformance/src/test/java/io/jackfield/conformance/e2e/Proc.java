package io.jackfield.conformance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** The names of its threads, sorted, as far as the kernel keeps them: 15 characters. */
  static List<String> threads(Child child) {
    try (Stream<Path> tasks = Files.list(of(child, "task"))) {
      return tasks.map(Proc::name).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "ended";
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
