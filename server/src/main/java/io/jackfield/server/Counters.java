package io.jackfield.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The sums that {@link ServerCounts} shows. Any thread. */
final class Counters {
  /** Filled by the constructor, and only read after it. */
  private final Map<Count, LongAdder> all = new EnumMap<>(Count.class);

  final LongAdder taken = of(Count.TAKEN);
  final LongAdder refused = of(Count.REFUSED);
  final LongAdder overloaded = of(Count.OVERLOADED);
  final LongAdder failed = of(Count.FAILED);
  final LongAdder timedOut = of(Count.TIMED_OUT);
  final LongAdder tooLong = of(Count.TOO_LONG);
  final LongAdder dropped = of(Count.DROPPED);
  final LongAdder notTaken = of(Count.NOT_TAKEN);
  final LongAdder cut = of(Count.CUT);

  private LongAdder of(Count what) {
    return all.computeIfAbsent(what, _ -> new LongAdder());
  }

  ServerCounts sums() {
    var sums = new EnumMap<Count, Long>(Count.class);
    all.forEach((what, counter) -> sums.put(what, counter.sum()));
    return new ServerCounts(sums);
  }
}
