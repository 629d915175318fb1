package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * The load generators and the references in C, built by gcc.
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

  /**
   * Builds all that are older than a source.
   *
   * @throws IOException if something is missing, with what to do, or does not compile
   */
  void build() throws IOException {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      throw new IOException(
          "not there: "
              + String.join(", ", missing)
              + "; on Debian: apt-get install gcc liburing-dev util-linux");
    }
    Files.createDirectories(built);
    List<Path> all;
    try (Stream<Path> files = Files.list(sources)) {
      all = files.toList();
    }
    FileTime newest = newest(all);
    for (Path source : all) {
      String name = source.getFileName().toString();
      if (name.endsWith(".c")) {
        Path program = Path.of(program(name.replace(".c", "")));
        if (!Files.exists(program) || newest(List.of(program)).compareTo(newest) < 0) {
          compile(source, program);
        }
      }
    }
  }

  private static FileTime newest(List<Path> files) throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    for (Path file : files) {
      FileTime changed = Files.getLastModifiedTime(file);
      newest = changed.compareTo(newest) > 0 ? changed : newest;
    }
    return newest;
  }

  private static void compile(Path source, Path program) throws IOException {
    Commands.output(
        List.of(
            "gcc",
            "-O2",
            "-Wall",
            "-Wextra",
            "-pthread",
            source.toString(),
            "-o",
            program.toString(),
            "-luring"));
  }

  /** The path of one that was built. */
  String program(String name) {
    return built.resolve(name).toString();
  }
}
