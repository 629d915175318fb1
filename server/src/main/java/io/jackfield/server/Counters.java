package io.jackfield.server;

import java.util.concurrent.atomic.LongAdder;

/** The sums that {@link ServerCounts} shows. Any thread. */
final class Counters {
  final LongAdder taken = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder overloaded = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder timedOut = new LongAdder();
  final LongAdder tooLong = new LongAdder();
  final LongAdder dropped = new LongAdder();

  ServerCounts sums() {
    return new ServerCounts(
        taken.sum(),
        refused.sum(),
        overloaded.sum(),
        failed.sum(),
        timedOut.sum(),
        tooLong.sum(),
        dropped.sum());
  }
}
