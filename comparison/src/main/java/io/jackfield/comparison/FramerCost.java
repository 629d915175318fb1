package io.jackfield.comparison;

import io.jackfield.reactor.LineEnds;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What finding the end of a line of 64 bytes costs, in memory as the kernel fills it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(FramerCost.LINES)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FramerCost {
  static final int LINES = 128;

  private static final int LINE_BYTES = 64;

  private final ByteBuffer lines = ByteBuffer.allocateDirect(LINES * LINE_BYTES);

  /** All of them end in a line feed. */
  public FramerCost() {
    for (int at = 0; at < lines.capacity(); at++) {
      lines.put(at, (byte) (at % LINE_BYTES == LINE_BYTES - 1 ? '\n' : 'a'));
    }
  }

  /** Eight bytes at a time, as the line server does. */
  @Benchmark
  public int eightBytesAtATime() {
    int found = 0;
    for (int end, from = 0;
        (end = LineEnds.next(lines, from, lines.capacity())) >= 0;
        from = end + 1) {
      found += end;
    }
    return found;
  }

  /** Byte by byte. */
  @Benchmark
  public int byteByByte() {
    int found = 0;
    for (int at = 0; at < lines.capacity(); at++) {
      if (lines.get(at) == '\n') {
        found += at;
      }
    }
    return found;
  }
}
