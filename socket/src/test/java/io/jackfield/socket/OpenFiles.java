package io.jackfield.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The descriptors of this process, as {@code /proc} shows them. */
final class OpenFiles {
  private static final Path ALL = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /** How many are open whose target begins so: {@code anon_inode:}, {@code pipe:}. */
  static long count(String kind) throws IOException {
    try (Stream<Path> all = Files.list(ALL)) {
      return all.filter(one -> target(one).startsWith(kind)).count();
    }
  }

  /** The lowest number behind which {@code file} is open. */
  static int numberOf(Path file) throws IOException {
    try (Stream<Path> all = Files.list(ALL)) {
      return all.filter(one -> target(one).equals(file.toString()))
          .mapToInt(one -> Integer.parseInt(one.getFileName().toString()))
          .min()
          .orElseThrow();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }

  /** Whether any epoll instance of this process has an entry for {@code number}. */
  static boolean isWatched(int number) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fdinfo"))) {
      for (Path one : all.toList()) {
        if (lines(one).stream().anyMatch(line -> line.matches("tfd: +" + number + " .*"))) {
          return true;
        }
      }
      return false;
    }
  }

  private static List<String> lines(Path info) throws IOException {
    try {
      return Files.readAllLines(info);
    } catch (NoSuchFileException e) {
      return List.of(); // Closed meanwhile.
    }
  }
}
