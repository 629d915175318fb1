package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How a system call is made: through the C library's {@code syscall(2)}, so that one linked handle
 * serves every call and structures have the kernel's layout whatever the C library.
 *
 * <p>Two handles, since linking is what start-up pays for (36 ms the first, 3 ms the next, no
 * matter how many calls go through them): {@link #call} for numbers and addresses of memory that
 * {@link Scratch} keeps alive, {@link #transfer} for a caller's memory, which the linker then keeps
 * from being freed by another thread while the kernel uses it.
 *
 * <p>Never linked as {@code critical}: a call that blocks would hold up garbage collection.
 */
final class Syscall {
  /** Where errno is captured: 4 bytes, owned by one thread during a call. */
  static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();

  // long syscall(long number, ...)
  private static final MethodHandle CALL =
      link(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
              JAVA_LONG));

  // long syscall(long number, long fd, void *buffer, size_t length, long, long, long)
  private static final MethodHandle TRANSFER =
      link(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG,
              JAVA_LONG));

  /**
   * All of the process's memory, by address: for what the kernel and a loop share, where a bounds
   * check would cost more than the access. Being constant, it costs nothing itself.
   */
  static final MemorySegment EVERYWHERE = everywhere();

  private Syscall() {}

  @SuppressWarnings("restricted")
  private static MemorySegment everywhere() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  /** Makes call {@code number}; returns what it returned, or its negated errno. */
  static long call(
      MemorySegment callState, int number, long a, long b, long c, long d, long e, long f) {
    try {
      long result = (long) CALL.invokeExact(callState, (long) number, a, b, c, d, e, f);
      return result >= 0 ? result : -callState.get(JAVA_INT, 0);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /**
   * As {@link #call}, for calls of the form {@code (fd, buffer, length, d, e, f)} on memory that is
   * not ours.
   */
  static long transfer(
      MemorySegment callState, int number, int fd, MemorySegment buffer, long d, long e, long f) {
    try {
      long result =
          (long)
              TRANSFER.invokeExact(
                  callState, (long) number, (long) fd, buffer, buffer.byteSize(), d, e, f);
      return result >= 0 ? result : -callState.get(JAVA_INT, 0);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(FunctionDescriptor shape) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        shape,
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /** Downcalls declare {@code Throwable} but throw unchecked exceptions only. */
  private static RuntimeException rethrow(Throwable t) {
    if (t instanceof RuntimeException e) {
      throw e;
    }
    if (t instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException(t);
  }
}
