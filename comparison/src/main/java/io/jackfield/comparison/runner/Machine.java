package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the results depend on besides the programs. */
final class Machine {
  /** Max open files, soft limit, hard limit, unit. */
  private static final Pattern OPEN_FILES =
      Pattern.compile("Max open files +\\w+ +(\\w+) +files *");

  private static final int OWN_DESCRIPTORS = 500;

  private Machine() {}

  /**
   * Facts by name; one that cannot be had says so.
   *
   * @param tree the folder of our sources
   */
  static Map<String, Object> facts(Path tree) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("processor", processor());
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put("memory", line(Path.of("/proc/meminfo"), "MemTotal"));
    facts.put("kernel", System.getProperty("os.version"));
    facts.put(
        "jdk", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"));
    facts.put("gcc", said("gcc", "--version"));
    facts.put("python", said("/usr/bin/python3", "--version"));
    facts.put("commit", said("git", "-C", tree.toString(), "rev-parse", "HEAD"));
    facts.put(
        "uncommitted",
        said("git", "-C", tree.toString(), "status", "--porcelain", "--untracked-files=no")
            .lines()
            .count());
    facts.put("load average", loadAverage());
    return facts;
  }

  /** Of the last 1, 5 and 15 minutes: what else went on. */
  static String loadAverage() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** So many connections, or as many as a process may have descriptors for besides its own. */
  static int connections(int wanted) throws IOException {
    try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
      return connections(wanted, limits.toList());
    }
  }

  /** By the hard limit among the lines of {@code /proc/PID/limits}. */
  static int connections(int wanted, List<String> limits) {
    for (String limit : limits) {
      Matcher files = OPEN_FILES.matcher(limit);
      if (files.matches() && !files.group(1).equals("unlimited")) {
        return Math.min(wanted, Math.max(1, Integer.parseInt(files.group(1)) - OWN_DESCRIPTORS));
      }
    }
    return wanted;
  }

  private static String processor() {
    return line(Path.of("/proc/cpuinfo"), "model name");
  }

  private static String line(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Its first line; all of it where the line is one of several that count. */
  private static String said(String... command) {
    try {
      String output = Commands.output(List.of(command));
      return command[0].equals("gcc") ? output.lines().findFirst().orElse("") : output;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
