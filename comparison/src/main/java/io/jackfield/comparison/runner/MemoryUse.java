package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What memory a server uses, to be compared with what it used before.
 *
 * @param heapBytes what lives in a JVM's heap after a collection; 0 of other servers, and without
 *     one
 * @param residentBytes anonymous memory that is there (proc_pid_smaps(5), Pss_Anon: what processes
 *     share counts once), of all of its processes. A JVM's heap, which is of fixed size and touched
 *     from the start ({@link #JVM_FLAGS}), is all in it: so what differs is outside of the heap
 */
record MemoryUse(long heapBytes, long residentBytes) {
  static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+AlwaysPreTouch",
          // Else most collections leave some garbage where it is, and count it as used.
          "-XX:MarkSweepAlwaysCompactCount=1");

  /** As {@code jcmd PID GC.heap_info} says it of each of SerialGC's generations. */
  private static final Pattern USED =
      Pattern.compile("(DefNew|Tenured) +total \\d+K, used (\\d+)K");

  private static final String RESIDENT = "Pss_Anon:";

  /** After a collection, if it has a heap. */
  static MemoryUse of(ServerProcess server) throws IOException {
    long heapBytes = 0;
    if (server.peer().isJvm()) {
      for (ProcessHandle each : server.processes().toList()) {
        jcmd(each.pid(), "GC.run");
        heapBytes += heapBytes(jcmd(each.pid(), "GC.heap_info"));
      }
    }
    return new MemoryUse(heapBytes, outside(server).residentBytes());
  }

  /**
   * What it cannot do without: after a second collection, for what the first found free outside of
   * the heap is given back after it, and without what malloc keeps for later.
   */
  static MemoryUse least(ServerProcess server) throws IOException {
    MemoryUse _ = of(server);
    if (server.peer().isJvm()) {
      for (ProcessHandle each : server.processes().toList()) {
        jcmd(each.pid(), "System.trim_native_heap");
      }
    }
    return of(server);
  }

  /** Without a collection, and without what is in the heap. */
  static MemoryUse outside(ServerProcess server) throws IOException {
    long residentBytes = 0;
    for (ProcessHandle each : server.processes().toList()) {
      Path rollup = Path.of("/proc/" + each.pid() + "/smaps_rollup");
      try (Stream<String> lines = Files.lines(rollup)) {
        residentBytes += residentBytes(lines.toList());
      } catch (NoSuchFileException e) {
        if (each.pid() == server.pid()) { // Of its children one may just have ended.
          throw e;
        }
      }
    }
    return new MemoryUse(0, residentBytes);
  }

  private static String jcmd(long pid, String command) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return Commands.output(List.of(jcmd, Long.toString(pid), command));
  }

  /**
   * The used bytes of both generations.
   *
   * @throws IOException if it has other generations
   */
  static long heapBytes(String heapInfo) throws IOException {
    List<MatchResult> generations = USED.matcher(heapInfo).results().toList();
    if (generations.size() != 2) {
      throw new IOException("not the heap of SerialGC: " + heapInfo);
    }
    return generations.stream().mapToLong(used -> Long.parseLong(used.group(2)) * 1_024).sum();
  }

  /**
   * Of the lines of {@code /proc/PID/smaps_rollup}.
   *
   * @throws IOException if it is not among them
   */
  static long residentBytes(List<String> status) throws IOException {
    for (String line : status) {
      if (line.startsWith(RESIDENT)) {
        String kilobytes = line.substring(RESIDENT.length()).replace("kB", "").strip();
        return Long.parseLong(kilobytes) * 1_024;
      }
    }
    throw new IOException("no " + RESIDENT);
  }
}
