package io.jackfield.comparison;

import io.jackfield.socket.FlightRecorder;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** What watching sockets costs: one byte sent and received over a pair of Unix sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ObserverCost {
  /** Who watches. */
  public enum Watching {
    NOBODY,
    /** The same once more: what differs from the first is chance. */
    NOBODY_AGAIN,
    DOING_NOTHING,
    /** The flight recorder's observer, while nothing is recorded. */
    FLIGHT_RECORDER
  }

  /** Set by JMH. */
  @Param public Watching watching = Watching.NOBODY;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1);
  private Socket left;
  private Socket right;
  private SocketObservers.@Nullable Registration registration;

  /** Opens the pair and has it watched. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    List<Socket> pair = Socket.pair(SocketType.STREAM);
    left = pair.get(0);
    right = pair.get(1);
    registration =
        switch (watching) {
          case NOBODY, NOBODY_AGAIN -> null;
          case DOING_NOTHING -> SocketObservers.add(_ -> {});
          case FLIGHT_RECORDER -> SocketObservers.add(new FlightRecorder());
        };
  }

  /** One system call each: the byte is there when it is received. */
  @Benchmark
  public int sendAndReceive() throws IOException {
    int sent = left.send(buffer.clear());
    return sent + right.receive(buffer.clear());
  }

  /** Closes all. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    if (registration != null) {
      registration.close();
    }
    left.close();
    right.close();
  }
}
