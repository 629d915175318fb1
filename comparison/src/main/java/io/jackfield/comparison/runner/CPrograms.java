package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The load generators and the references in C, built by gcc when they are first asked for.
 *
 * @param sources the folder of the C files
 * @param built the folder for what is made of them
 */
record CPrograms(Path sources, Path built) {
  private static final List<String> NEEDED =
      List.of("/usr/bin/gcc", "/usr/include/liburing.h", "/usr/bin/taskset");

  /** What is missing to build and run them, in words; empty if nothing is. */
  static List<String> missing() {
    return NEEDED.stream().filter(file -> !Files.exists(Path.of(file))).toList();
  }

  /** The path of a program, built anew: it takes a fraction of a second. */
  void build() throws IOException {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      throw new IOException(
          "not there: "
              + String.join(", ", missing)
              + "; on Debian: apt-get install gcc liburing-dev util-linux");
    }
    Files.createDirectories(built);
    try (var files = Files.newDirectoryStream(sources, "*.c")) {
      for (Path source : files) {
        String program = program(source.getFileName().toString().replace(".c", ""));
        Commands.output(
            List.of("gcc", "-O2", "-Wall", "-Wextra", source.toString(), "-o", program, "-luring"));
      }
    }
  }

  /** The path of one that was built. */
  String program(String name) {
    return built.resolve(name).toString();
  }
}
