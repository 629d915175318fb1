package io.jackfield.comparison.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command was told.
 *
 * @param names works, or the first words of their names; {@code all}, {@code list}
 * @param only the servers to measure; empty for all
 * @param cpus null for the first two
 * @param out the folder of the results; null for the usual one
 */
record Options(
    List<String> names,
    Set<String> only,
    int rounds,
    double seconds,
    double warmupSeconds,
    @Nullable Cpus cpus,
    @Nullable Path out) {
  static final String USAGE =
      """
      usage: comparison/run WORK… [--rounds N] [--seconds S] [--warmup S] [--only SERVER,SERVER…]
                            [--cpus SERVER,LOAD] [--out FOLDER]
             comparison/run all | list
             comparison/run BENCHMARK [what JMH takes]
        WORK       a work's name or its first words: echo, echo-50x64
        --rounds   how often each server is measured (30)
        --seconds  how long each time (1)
        --warmup   how long each is under load before (5)
        --only     these servers alone
        --cpus     the processors of the server and of the load (the first two there are)
        --out      the folder of the results (comparison/results)
      BENCHMARK begins with a capital; "-l" lists them, "Cost" is every one. "all" is every WORK.\
      """;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if they make no sense; its message is for the user
   */
  static Options parse(List<String> arguments) {
    var names = new ArrayList<String>();
    Set<String> only = Set.of();
    int rounds = 30;
    double seconds = 1;
    double warmup = 5;
    Cpus cpus = null;
    Path out = null;
    for (var left = arguments.iterator(); left.hasNext(); ) {
      String argument = left.next();
      if (!argument.startsWith("--")) {
        names.add(argument);
        continue;
      }
      if (!left.hasNext()) {
        throw new IllegalArgumentException("no value for " + argument);
      }
      String value = left.next();
      try {
        switch (argument) {
          case "--rounds" -> rounds = Integer.parseInt(value);
          case "--seconds" -> seconds = Double.parseDouble(value);
          case "--warmup" -> warmup = Double.parseDouble(value);
          case "--only" -> only = new LinkedHashSet<>(List.of(value.split(",", -1)));
          case "--cpus" -> cpus = cpus(value);
          case "--out" -> out = Path.of(value);
          default -> throw new IllegalArgumentException("there is no option " + argument);
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(argument + " takes numbers, not " + value, e);
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("nothing to measure");
    }
    return new Options(names, only, rounds, seconds, warmup, cpus, out);
  }

  private static Cpus cpus(String pair) {
    String[] two = pair.split(",", 2);
    if (two.length != 2) {
      throw new IllegalArgumentException("--cpus takes two processors, as 0,1, not " + pair);
    }
    return new Cpus(Integer.parseInt(two[0]), Integer.parseInt(two[1]));
  }

  /**
   * Those asked for, among all.
   *
   * @throws IllegalArgumentException if a name fits none
   */
  List<Work> chosen(List<Work> all) {
    var chosen = new LinkedHashSet<Work>();
    for (String name : names) {
      List<Work> fitting =
          all.stream()
              .filter(work ->
                  name.equals("all")
                      || work.name().equals(name)
                      || work.name().startsWith(name + "-"))
              .toList();
      if (fitting.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no work " + name + "; there are: " + String.join(", ", names(all)));
      }
      chosen.addAll(fitting);
    }
    return chosen.stream().map(this::among).toList();
  }

  private Work among(Work work) {
    if (only.isEmpty()) {
      return work;
    }
    List<Peer> some = work.peers().stream().filter(peer -> only.contains(peer.name())).toList();
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has none of these servers: %s; it has: %s"
              .formatted(
                  work.name(),
                  String.join(", ", only),
                  String.join(", ", work.peers().stream().map(Peer::name).toList())));
    }
    return work.among(some);
  }

  private static List<String> names(List<Work> works) {
    return works.stream().map(Work::name).toList();
  }
}
