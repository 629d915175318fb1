package io.jackfield.comparison;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jackfield.socket.linux.LoopCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
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

/**
 * What Java adds to a system call, by how it is linked: each benchmark is a {@code recvfrom(2)} of
 * a descriptor that is not there, which the kernel refuses at once. What they differ in is ours.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DowncallCost {
  private static final long RECVFROM =
      System.getProperty("os.arch").equals("amd64") ? 45 : 207; // asm/unistd_64.h, asm-generic

  private static final MethodHandle PLAIN = link();
  private static final MethodHandle CAPTURING = link(Linker.Option.captureCallState("errno"));
  private static final MethodHandle CRITICAL = link(Linker.Option.critical(false));

  private final LoopCalls calls = new LoopCalls();
  private final MemorySegment callState =
      Arena.global().allocate(Linker.Option.captureStateLayout());

  @SuppressWarnings("restricted")
  private static MethodHandle link(Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    var all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = Linker.Option.firstVariadicArg(1);
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        all);
  }

  /**
   * As all system calls are made, io_uring's {@code enter} too: with the errno, by a handle that
   * the compiler does not take for a constant.
   */
  @Benchmark
  public int ours() {
    return calls.receive(-1, 0, 0);
  }

  /** With the errno, by a constant: what the linker does is compiled as a part of the caller. */
  @Benchmark
  public long capturing() throws Throwable {
    return (long) CAPTURING.invokeExact(callState, RECVFROM, -1L, 0L, 0L, 0L, 0L, 0L);
  }

  /**
   * Without errno: for calls of which nobody asks why they failed. The {@code enter} of io_uring is
   * none, though completions have their errors in them: it is told by errno that its time is up.
   */
  @Benchmark
  public long plain() throws Throwable {
    return (long) PLAIN.invokeExact(RECVFROM, -1L, 0L, 0L, 0L, 0L, 0L);
  }

  /** Without a change of the thread's state: never for a call that may wait. */
  @Benchmark
  public long critical() throws Throwable {
    return (long) CRITICAL.invokeExact(RECVFROM, -1L, 0L, 0L, 0L, 0L, 0L);
  }
}
