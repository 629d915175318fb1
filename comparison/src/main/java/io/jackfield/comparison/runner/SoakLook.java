package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was seen of a soaked server while nothing was under way.
 *
 * @param seconds since the first connections were held
 * @param churn what the load counted so far: {@code churngen.c}
 * @param descriptors open ones of the server's process
 * @param threads of the server's process
 * @param memory {@link MemoryUse#least} if {@code collected}; else its heap is not told, and is 0
 */
record SoakLook(
    double seconds,
    Sample churn,
    long descriptors,
    long threads,
    MemoryUse memory,
    boolean collected) {

  /** Looks at a server. */
  static SoakLook at(ServerProcess server, double seconds, Sample churn, boolean collect)
      throws IOException {
    Path process = Path.of("/proc/" + server.pid());
    MemoryUse memory = collect ? MemoryUse.least(server) : MemoryUse.outside(server);
    return new SoakLook(
        seconds,
        churn,
        count(process.resolve("fd")),
        count(process.resolve("task")),
        memory,
        collect);
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  /** Connections held. */
  long held() {
    return (long) churn.value("held");
  }

  /** Descriptors that are no connection. */
  long otherDescriptors() {
    return descriptors - held();
  }

  /** Everything, a number each. */
  Map<String, Object> facts() {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("seconds", seconds);
    facts.putAll(churn.values());
    facts.put("descriptors", descriptors);
    facts.put("threads", threads);
    facts.put("rss_anon_bytes", memory.residentBytes());
    if (collected) {
      facts.put("heap_bytes", memory.heapBytes());
    }
    return facts;
  }

  /** A line for who watches. */
  String line() {
    return "%5.0f s  held %d  made %.0f  faults %d  descriptors %d  threads %d  anonymous %s%s"
        .formatted(
            seconds,
            held(),
            churn.value("made"),
            SoakVerdict.faults(churn),
            descriptors,
            threads,
            mebibytes(memory.residentBytes()),
            collected ? "  heap " + mebibytes(memory.heapBytes()) : "");
  }

  static String mebibytes(long bytes) {
    return "%.1f MiB".formatted(bytes / 1_048_576.0);
  }
}
