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
 * <p>Two handles, since linking is what start-up pays for, no matter how many calls go through
 * them: {@link #call} for numbers and addresses of memory that {@link Scratch} keeps alive, {@link
 * #transfer} for a caller's memory, which the linker then keeps from being freed by another thread
 * while the kernel uses it.
 *
 * <p>Linked as if {@code syscall} took a fixed number of arguments, which takes a third less time.
 * On Linux, arguments of both kinds of functions travel in the same registers; all that a variadic
 * one is told besides, on x86-64, is which vector registers to save, and it uses none.
 *
 * <p>Never linked as {@code critical}: a call that blocks would hold up garbage collection.
 */
final class Syscall {
  static {
    if (Boolean.getBoolean("jackfield.training")) {
      LinkerShapes.make();
    }
  }

  /** Where errno is captured: 4 bytes, owned by one thread during a call. */
  static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MemorySegment FUNCTION = LINKER.defaultLookup().findOrThrow("syscall");

  // long syscall(long number, ...)
  private static final Compiled CALL =
      new Compiled(
          link(
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                  JAVA_LONG)));

  /**
   * Keeps the compiler from taking a handle for a constant, so that what it does is compiled once,
   * by itself: as a part of many a caller it is nested so deeply at times that the compiler gives
   * up in the midst of it, and each call makes an object then. No record, whose fields the compiler
   * knows not to change.
   */
  private static final class Compiled {
    private final MethodHandle handle;

    Compiled(MethodHandle handle) {
      this.handle = handle;
    }
  }

  /** Linked when first used: a loop on {@code io_uring} may never use it. */
  private static final class Transfer {
    // long syscall(long number, long fd, void *buffer, size_t length, long, long, long)
    static final MethodHandle HANDLE =
        link(
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                JAVA_LONG));
  }

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
      long result =
          (long) CALL.handle.invokeExact(FUNCTION, callState, (long) number, a, b, c, d, e, f);
      return result >= 0 ? result : -callState.get(JAVA_INT, 0);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /**
   * Calls another function of the C library, of four arguments at most, by the same handle: what it
   * does not take it does not look at. Returns what it returned, of which a smaller result is the
   * lower part.
   */
  static long library(MemorySegment callState, String function, long a, long b, long c, long d) {
    try {
      return (long)
          CALL.handle.invokeExact(
              LINKER.defaultLookup().findOrThrow(function), callState, a, b, c, d, 0L, 0L, 0L);
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
              Transfer.HANDLE.invokeExact(
                  FUNCTION,
                  callState,
                  (long) number,
                  (long) fd,
                  buffer,
                  buffer.byteSize(),
                  d,
                  e,
                  f);
      return result >= 0 ? result : -callState.get(JAVA_INT, 0);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /** The function is an argument of its handle, which links faster than one bound to it. */
  @SuppressWarnings("restricted")
  private static MethodHandle link(FunctionDescriptor shape) {
    return LINKER.downcallHandle(shape, Linker.Option.captureCallState("errno"));
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
