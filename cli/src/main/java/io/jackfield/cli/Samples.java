package io.jackfield.cli;

import java.nio.file.Path;

/** The sample files that come with the program. */
final class Samples {
  private Samples() {}

  /** Where they lie: the launcher says where the program does; without it the current folder. */
  static Path folder() {
    return Path.of(System.getProperty("jackfield.home", ""), "samples").toAbsolutePath();
  }
}
