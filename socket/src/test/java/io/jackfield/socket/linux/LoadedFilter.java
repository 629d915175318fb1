package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A program that bpf(2) loaded: it returns a number and does nothing else. */
public final class LoadedFilter implements AutoCloseable {
  private static final int NR_BPF = System.getProperty("os.arch").equals("aarch64") ? 280 : 321;
  private static final int BPF_PROG_LOAD = 5;
  private static final int BPF_PROG_TYPE_SOCKET_FILTER = 1;
  private static final int ATTRIBUTE_BYTES = 48;

  /** {@code r0 = number}. */
  private static final long MOVE = 0xb7;

  private static final long EXIT = 0x95;

  private final int descriptor;

  private LoadedFilter(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Loads one that returns {@code number}; the test is skipped where that is not allowed. */
  public static LoadedFilter returning(int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program = arena.allocate(16, 8);
      program.set(JAVA_LONG, 0, MOVE | (long) number << 32);
      program.set(JAVA_LONG, 8, EXIT);
      MemorySegment attribute = arena.allocate(ATTRIBUTE_BYTES, 8);
      attribute.set(JAVA_INT, 0, BPF_PROG_TYPE_SOCKET_FILTER);
      attribute.set(JAVA_INT, 4, 2);
      attribute.set(JAVA_LONG, 8, program.address());
      attribute.set(JAVA_LONG, 16, arena.allocateFrom("GPL").address());
      long result =
          Syscall.call(
              arena.allocate(Syscall.CALL_STATE),
              NR_BPF,
              BPF_PROG_LOAD,
              attribute.address(),
              ATTRIBUTE_BYTES,
              0,
              0,
              0);
      assumeTrue(result >= 0, "bpf(2) answered " + result + ": it needs CAP_BPF");
      return new LoadedFilter((int) result);
    }
  }

  public int descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    SocketCalls.close(descriptor);
  }
}
