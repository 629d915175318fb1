package io.jackfield.comparison;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a send and a receive do for observers while there are none, alone: four reads of a volatile
 * field that is null, each before a branch. {@link ObserverCost} cannot leave them out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SeamCost {
  private static volatile @Nullable Object watching;

  /** Has somebody watch, which none of the benchmarks does: the field must not be a constant. */
  public void watch(Object observer) {
    watching = observer;
  }

  /** The measuring loop itself, to be taken off the other. */
  @Benchmark
  public int nothing() {
    return 0;
  }

  /** Twice for each of the two calls. */
  @Benchmark
  public int fourReads() {
    int watched = 0;
    if (watching != null) {
      watched++;
    }
    if (watching != null) {
      watched++;
    }
    if (watching != null) {
      watched++;
    }
    if (watching != null) {
      watched++;
    }
    return watched;
  }
}
