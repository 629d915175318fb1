package io.jackfield.conformance.reactor.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What was found wrong in one run; the first few things, the rest follows from them. */
final class Verdict {
  private static final int KEPT = 5;

  private final LongSupplier nanos;
  private final List<String> faults = new ArrayList<>();

  Verdict(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void fault(String what) {
    if (faults.size() < KEPT) {
      faults.add(String.format(Locale.ROOT, "%.6f s: %s", nanos.getAsLong() / 1e9, what));
    }
  }

  void require(boolean holds, String what) {
    if (!holds) {
      fault(what);
    }
  }

  boolean isClean() {
    return faults.isEmpty();
  }

  @Override
  public String toString() {
    return String.join("\n  ", faults);
  }
}
