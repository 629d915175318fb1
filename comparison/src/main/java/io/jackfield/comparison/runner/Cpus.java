package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the two sides run, so that neither takes the other's time.
 *
 * @param server the processor of the server, all its threads included
 * @param load the processor of the load
 */
record Cpus(int server, int load) {
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** The first two that this process may use; where there is one alone, both sides share it. */
  static Cpus allowed() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return firstOf(
          lines
              .filter(line -> line.startsWith(ALLOWED))
              .findFirst()
              .map(line -> line.substring(ALLOWED.length()).strip())
              .orElse("0"));
    }
  }

  /** Of a list as the kernel writes it: {@code 0-3,8} (proc_pid_status(5)). */
  static Cpus firstOf(String list) {
    List<Integer> two =
        Pattern.compile(",").splitAsStream(list).flatMap(Cpus::range).limit(2).toList();
    return new Cpus(two.getFirst(), two.getLast());
  }

  private static Stream<Integer> range(String range) {
    String[] ends = range.split("-", 2);
    return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
        .boxed();
  }

  List<String> forServer(List<String> command) {
    return pinned(server, command);
  }

  List<String> forLoad(List<String> command) {
    return pinned(load, command);
  }

  private static List<String> pinned(int cpu, List<String> command) {
    var pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(cpu)));
    pinned.addAll(command);
    return pinned;
  }
}
