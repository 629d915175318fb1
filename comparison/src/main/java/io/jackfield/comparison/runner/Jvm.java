package io.jackfield.comparison.runner;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How servers in Java are started.
 *
 * @param java the program
 * @param classPath ours and the peers'
 */
record Jvm(String java, String classPath) {
  /** Pinned to one processor, this collector is the best for all of them. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms256m",
          "-Xmx256m",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED");

  /** The JVM and the class path that this runs with. */
  static Jvm own() {
    return new Jvm(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        System.getProperty("java.class.path"));
  }

  /**
   * With no more on its class path than it needs, which counts when it starts.
   *
   * @param prefixes how the names of its jars begin, besides {@code jackfield}
   */
  Jvm with(String... prefixes) {
    List<String> needed =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(classPath)
            .filter(entry -> {
              Path path = Path.of(entry);
              String name = path.getFileName().toString();
              return Files.isDirectory(path) // Where Maven runs tests, our own classes.
                  || name.startsWith("jackfield")
                  || Arrays.stream(prefixes).anyMatch(name::startsWith);
            })
            .toList();
    // Or Maven gives one jar that names them all.
    return needed.isEmpty() ? this : new Jvm(java, String.join(File.pathSeparator, needed));
  }

  List<String> command(Class<?> main, List<String> flags, String... arguments) {
    var command = new ArrayList<>(List.of(java));
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
