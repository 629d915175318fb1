package io.jackfield.comparison.runner;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command was told.
 *
 * @param server its name, as the work {@code echo} has it
 * @param connections how many are held
 * @param minutes of churn
 * @param rate how many connections are picked a second to do something
 * @param everySeconds how often the server is looked at
 * @param out the folder of the results; null for the usual one
 */
record SoakOptions(
    String server,
    int connections,
    double minutes,
    int rate,
    double everySeconds,
    @Nullable Path out) {
  static final String USAGE =
      """
      usage: comparison/soak [--server SERVER] [--connections N] [--minutes M] [--rate N]
                             [--every SECONDS] [--out FOLDER]
        --server       an echo server (jackfield-io_uring); "comparison/run list" lists them
        --connections  how many are held (15000), fewer where a process may not have so many descriptors
        --minutes      how long others come and go (10)
        --rate         how many connections are picked a second, to speak and mostly to end (1000)
        --every        how often the server is looked at, in seconds (10)
        --out          the folder of the results (comparison/results)\
      """;

  SoakOptions {
    if (connections < 1 || rate < 1 || !(minutes > 0) || !(everySeconds > 0)) {
      throw new IllegalArgumentException(
          "--connections, --minutes, --rate, --every must be positive");
    }
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if they make no sense; its message is for the user
   */
  static SoakOptions parse(List<String> arguments) {
    String server = "jackfield-io_uring";
    int connections = 15_000;
    double minutes = 10;
    int rate = 1_000;
    double every = 10;
    Path out = null;
    for (var left = arguments.iterator(); left.hasNext(); ) {
      String argument = left.next();
      if (!left.hasNext()) {
        throw new IllegalArgumentException("no value for " + argument);
      }
      String value = left.next();
      try {
        switch (argument) {
          case "--server" -> server = value;
          case "--connections" -> connections = Integer.parseInt(value);
          case "--minutes" -> minutes = Double.parseDouble(value);
          case "--rate" -> rate = Integer.parseInt(value);
          case "--every" -> every = Double.parseDouble(value);
          case "--out" -> out = Path.of(value);
          default -> throw new IllegalArgumentException("there is no option " + argument);
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(argument + " takes numbers, not " + value, e);
      }
    }
    return new SoakOptions(server, connections, minutes, rate, every, out);
  }

  SoakOptions withConnections(int possible) {
    return new SoakOptions(server, possible, minutes, rate, everySeconds, out);
  }
}
