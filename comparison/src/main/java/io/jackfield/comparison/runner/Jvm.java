package io.jackfield.comparison.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  static final String REMARK = "SerialGC";

  /** The JVM and the class path that this runs with. */
  static Jvm own() {
    return new Jvm(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        System.getProperty("java.class.path"));
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
