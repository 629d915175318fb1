package io.jackfield.comparison.runner;

import java.nio.file.Path;

/**
 * How a comparison is run.
 *
 * @param rounds how often each server is measured
 * @param seconds how long each time
 * @param warmupSeconds how long each server is under load before the first round
 * @param cpus where
 * @param programs the load generators
 * @param logs the folder for what servers say
 */
record Setting(
    int rounds, double seconds, double warmupSeconds, Cpus cpus, CPrograms programs, Path logs) {
  Setting {
    if (rounds < 1 || !(seconds > 0) || !(warmupSeconds > 0)) {
      throw new IllegalArgumentException(
          "rounds and seconds must be positive: " + rounds + ", " + seconds + ", " + warmupSeconds);
    }
  }
}
