package io.jackfield.comparison;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.ChunkPool;
import io.jackfield.reactor.driver.Outgoing;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the queue of a stream's bytes costs for a message that the kernel takes at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueCost {
  private static final int MESSAGE = 64;

  private final ChunkPool pool = new ChunkPool(16_384, 16);
  private final Chunk received = pool.take();
  private final Outgoing kept = new Outgoing(pool);
  private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE);

  /** A lent message, in a queue that is there. */
  @Benchmark
  public long lent() {
    kept.appendLent(received, 0, MESSAGE);
    return sent(kept);
  }

  /** A lent message, in a queue made for it. */
  @Benchmark
  public long lentToANewQueue() {
    Outgoing queue = new Outgoing(pool);
    queue.appendLent(received, 0, MESSAGE);
    return sent(queue);
  }

  /** A message that is copied. */
  @Benchmark
  public long copied() {
    kept.append(message.clear());
    return sent(kept);
  }

  private static long sent(Outgoing queue) {
    long address = queue.address(0);
    queue.advance(queue.bytes());
    return address;
  }
}
