package io.jackfield.comparison.runner;

import java.util.ArrayList;
import java.util.List;

/** Whether a server came through its soak. */
final class SoakVerdict {
  /**
   * A JVM opens a few for itself, for {@code jcmd} and its own files. Connections do not count:
   * each look knows how many are held, so one that leaks is seen whatever there is besides.
   */
  static final long DESCRIPTORS = 8;

  /** The threads of a JVM's compilers come and go. */
  static final long THREADS = 8;

  /**
   * More that lives after a full collection with as many connections: a leak of four bytes for each
   * of half a million connections.
   */
  static final long HEAP_BYTES = 2 << 20;

  /**
   * Outside of the heap the compiler's memory varies by some megabytes, and buffers that are kept
   * for the worst moment: with half a million connections a leak of 32 bytes each.
   */
  static final long RESIDENT_BYTES = 16 << 20;

  /** What the load counts, of which nothing may be. */
  private static final List<String> FAULTS =
      List.of("refused", "reset_unasked", "ended_unasked", "stuck", "bad");

  private SoakVerdict() {}

  /** How many things went wrong that the load saw. */
  static long faults(Sample churn) {
    return (long) FAULTS.stream().mapToDouble(churn::value).sum();
  }

  /**
   * What is wrong, in words; empty if nothing is.
   *
   * @param before nothing held yet
   * @param looks while connections were held; the first and the last after a collection
   * @param after nothing held any more
   * @param connections how many should have been held
   */
  static List<String> of(SoakLook before, List<SoakLook> looks, SoakLook after, int connections) {
    var wrong = new ArrayList<String>();
    SoakLook begin = looks.getFirst();
    SoakLook end = looks.getLast();
    for (String fault : FAULTS) {
      if (end.churn().value(fault) > 0) {
        wrong.add("%s: %.0f".formatted(fault, end.churn().value(fault)));
      }
    }
    for (SoakLook look : looks) {
      if (look.held() != connections) {
        wrong.add("held %d of %d at %.0f s".formatted(look.held(), connections, look.seconds()));
      }
    }
    grown(
        wrong,
        "descriptors besides connections",
        DESCRIPTORS,
        before.otherDescriptors(),
        end.otherDescriptors());
    grown(
        wrong,
        "descriptors after the last connection",
        DESCRIPTORS,
        before.descriptors(),
        after.descriptors());
    grown(wrong, "threads", THREADS, begin.threads(), end.threads());
    grown(
        wrong,
        "bytes in the heap",
        HEAP_BYTES,
        begin.memory().heapBytes(),
        end.memory().heapBytes());
    grown(
        wrong,
        "bytes of anonymous memory",
        RESIDENT_BYTES,
        begin.memory().residentBytes(),
        end.memory().residentBytes());
    return wrong;
  }

  private static void grown(List<String> wrong, String what, long tolerance, long from, long to) {
    if (to > from + tolerance) {
      wrong.add("%s: from %,d to %,d, more than %,d more".formatted(what, from, to, tolerance));
    }
  }
}
