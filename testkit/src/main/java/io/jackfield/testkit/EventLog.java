package io.jackfield.testkit;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;

/** What happened, in order: the last lines in words, all of them in a number. */
final class EventLog {
  private static final int KEPT_LINES = 10_000;

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private long digest;

  void add(long nowNanos, String node, String what) {
    String line =
        String.format(
            Locale.ROOT,
            "%d.%09d %s %s",
            nowNanos / 1_000_000_000,
            nowNanos % 1_000_000_000,
            node,
            what);
    digest = 31 * digest + line.hashCode();
    if (lines.size() == KEPT_LINES) {
      lines.remove();
    }
    lines.add(line);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  long digest() {
    return digest;
  }
}
