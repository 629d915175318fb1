package io.jackfield.socket.linux;

import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.function.LongBinaryOperator;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a start-up cache is to keep of linking. The JDK makes a class for each shape of method
 * handle that its linker uses; a cache keeps none of them, but those that a lambda is made of, and
 * they are the same for all methods whose arguments are of the same kinds. So there is a method
 * here for each shape, which is never called, and a lambda of it: a seventh of a small server's
 * start.
 *
 * <p>Which shapes these are, {@code -Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true} tells of a
 * start with a cache: those of {@code DirectMethodHandle} that fail. {@code Object} stands for any
 * reference.
 */
@SuppressWarnings({"unused", "MethodCanBeStatic"})
final class LinkerShapes {
  private LinkerShapes() {}

  /** For the training run, in which a cache sees what it is to keep; others have no use for it. */
  static void make() {
    ToLongFunction<Object> ofReference = LinkerShapes::ofReference;
    IntToLongFunction ofInt = LinkerShapes::ofInt;
    LongBinaryOperator ofTwo = LinkerShapes::ofTwo;
    LongFunction<@Nullable Object> toReference = LinkerShapes::toReference;
    Consumer<Object> toNothing = LinkerShapes::toNothing;
    Four ofFour = LinkerShapes::ofFour;
    Mixed ofMixed = LinkerShapes::ofMixed;
    Pair ofPair = LinkerShapes::ofPair;
    Call ofCall = LinkerShapes::ofCall;
    OwnInt ownInt = LinkerShapes::ownInt;
    OwnPair ownPair = LinkerShapes::ownPair;
    OwnCall ownCall = LinkerShapes::ownCall;
    OwnNine ownNine = LinkerShapes::ownNine;
    Virtual ofVirtual = Overridable::ofVirtual;
    Slice slice = Segment::slice;
    SliceOf sliceOf = Segment::sliceOf;
  }

  private static long ofReference(Object a) {
    return 0;
  }

  private static long ofInt(int a) {
    return 0;
  }

  private static long ofTwo(long a, long b) {
    return 0;
  }

  private static @Nullable Object toReference(long a) {
    return null;
  }

  private static void toNothing(Object a) {}

  private interface Four {
    long of(long a, long b, long c, long d);
  }

  private static long ofFour(long a, long b, long c, long d) {
    return 0;
  }

  private interface Mixed {
    void of(Object a, long b, Object c);
  }

  private static void ofMixed(Object a, long b, Object c) {}

  private interface Pair {
    long of(Object a, Object b, long c);
  }

  private static long ofPair(Object a, Object b, long c) {
    return 0;
  }

  /** A system call of six arguments, its number, where, and what it is made with. */
  private interface Call {
    long of(Object a, Object b, Object c, long d, long e, long f, long g, long h, long i, long j);
  }

  private static long ofCall(
      Object a, Object b, Object c, long d, long e, long f, long g, long h, long i, long j) {
    return 0;
  }

  // Of an object's own method, which no other class can override.

  private interface OwnInt {
    long of(LinkerShapes self, int a);
  }

  private long ownInt(int a) {
    return 0;
  }

  private interface OwnPair {
    long of(LinkerShapes self, Object a, Object b, long c);
  }

  private long ownPair(Object a, Object b, long c) {
    return 0;
  }

  private interface OwnCall {
    long of(
        LinkerShapes self,
        Object a,
        Object b,
        Object c,
        long d,
        long e,
        long f,
        long g,
        long h,
        long i,
        long j);
  }

  private long ownCall(
      Object a, Object b, Object c, long d, long e, long f, long g, long h, long i, long j) {
    return 0;
  }

  private interface OwnNine {
    long of(
        LinkerShapes self, long a, long b, long c, long d, long e, long f, long g, long h, long i);
  }

  private long ownNine(long a, long b, long c, long d, long e, long f, long g, long h, long i) {
    return 0;
  }

  private interface Virtual {
    @Nullable Object of(Overridable self, Object a, Object b, Object c);
  }

  private static class Overridable {
    @Nullable Object ofVirtual(Object a, Object b, Object c) {
      return null;
    }
  }

  // Of an interface.

  private interface Slice {
    @Nullable Object of(Segment self, long a, long b);
  }

  private interface SliceOf {
    @Nullable Object of(Segment self, long a, Object b);
  }

  private interface Segment {
    @Nullable Object slice(long a, long b);

    @Nullable Object sliceOf(long a, Object b);
  }
}
