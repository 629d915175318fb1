package io.jackfield.comparison;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a timer of a loop costs that is not reached, as most time-outs are not. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimerCost {
  private static final Duration LATER = Duration.ofSeconds(30);

  /** How many others wait: it should not matter. */
  @Param({"0", "1000000"})
  public int waiting;

  private Reactor reactor;
  private Timer kept;

  /** The loop does not turn: JMH's thread owns it. */
  @Setup(Level.Trial)
  public void schedule() throws IOException {
    reactor = Reactor.create();
    reactor.start();
    for (int i = 0; i < waiting; i++) {
      reactor.callLater(Duration.ofMillis(60_000L + i), TimerCost::nothing);
    }
    kept = reactor.callLater(LATER, TimerCost::nothing);
  }

  private static void nothing() {
    // Never reached.
  }

  /** One for a request, cancelled when the answer comes. */
  @Benchmark
  public boolean scheduleAndCancel() {
    return reactor.callLater(LATER, TimerCost::nothing).cancel();
  }

  /** An idle time-out, put off by each byte. */
  @Benchmark
  public boolean reset() {
    return kept.reset(LATER);
  }

  /** What both read: the clock. */
  @Benchmark
  public long clock() {
    return reactor.nanoTime();
  }

  /** Gives back the descriptors. */
  @TearDown(Level.Trial)
  public void close() {
    reactor.close();
  }
}
