package io.jackfield.reactor;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that a thread of ours carries. The JDK has them, but not for others: this class
 * alone reaches for what is private there, and says why where it cannot.
 */
final class LoopThreads {
  private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

  private static final Parts PARTS = ofThisJdk();

  // Constants each: the compiler sees through them.
  private static final @Nullable MethodHandle NEW_BUILDER = PARTS.newBuilder;
  private static final @Nullable MethodHandle CURRENT_CARRIER = PARTS.currentCarrier;

  /**
   * What a JDK has of it.
   *
   * @param newBuilder {@code VirtualThreadBuilder(Executor scheduler)}; null if anything is lacking
   * @param currentCarrier {@code static Thread currentCarrierThread()}; likewise
   * @param lack what that is; empty if nothing
   */
  record Parts(
      @Nullable MethodHandle newBuilder, @Nullable MethodHandle currentCarrier, String lack) {

    private static Parts lacking(String what) {
      return new Parts(null, null, what);
    }

    /** Looks for them in the class, and around it, whose private parts {@code inside} may see. */
    static Parts in(MethodHandles.Lookup inside, String builder) throws IllegalAccessException {
      try {
        return tried(
            inside
                .findConstructor(
                    inside.findClass(builder), MethodType.methodType(void.class, Executor.class))
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class)),
            inside.findStatic(
                inside.lookupClass(), "currentCarrierThread", MethodType.methodType(Thread.class)));
      } catch (ClassNotFoundException e) {
        return lacking("this JDK has no class " + builder);
      } catch (NoSuchMethodException e) {
        return lacking("this JDK has " + e.getMessage()); // "no such method: …"
      }
    }

    /** These, if they do what their names say. */
    static Parts tried(MethodHandle newBuilder, MethodHandle currentCarrier) {
      return Trial.works(newBuilder, currentCarrier)
          ? new Parts(newBuilder, currentCarrier, "")
          : lacking("this JDK lets nobody else schedule");
    }
  }

  private static Parts ofThisJdk() {
    try {
      return Parts.in(MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup()), BUILDER);
    } catch (IllegalAccessException e) {
      return Parts.lacking("start the JVM with " + flag());
    }
  }

  /**
   * Whether they do what their names say, on a JDK that nobody has tried yet. On a thread of its
   * own: a virtual one cannot carry another.
   */
  private record Trial(
      MethodHandle builder, MethodHandle carrier, CompletableFuture<Boolean> outcome)
      implements Runnable {
    static boolean works(MethodHandle builder, MethodHandle carrier) {
      var trial = new Trial(builder, carrier, new CompletableFuture<>());
      Thread.ofPlatform().daemon().start(trial);
      return trial.outcome.join();
    }

    @Override
    public void run() {
      Thread us = Thread.currentThread();
      var scheduled = new LinkedBlockingQueue<Runnable>();
      var carriers = new ArrayDeque<Thread>();
      try {
        Thread tried = builder(builder, scheduled::add).start(() -> carriers.add(carrier(carrier)));
        for (Runnable part; tried.isAlive() && (part = scheduled.poll(1, SECONDS)) != null; ) {
          part.run();
        }
        outcome.complete(us.equals(carriers.poll()));
      } catch (Throwable t) {
        outcome.complete(false);
      }
    }

    static Thread.Builder.OfVirtual builder(MethodHandle builder, Executor scheduler) {
      try {
        return (Thread.Builder.OfVirtual) builder.invokeExact(scheduler);
      } catch (Throwable t) {
        throw new IllegalStateException("a builder of virtual threads", t);
      }
    }

    static Thread carrier(MethodHandle carrier) {
      try {
        return (Thread) carrier.invokeExact();
      } catch (Throwable t) {
        throw new IllegalStateException("the thread that carries this one", t);
      }
    }
  }

  private LoopThreads() {}

  private static String flag() {
    Module module = LoopThreads.class.getModule();
    return "--add-opens=java.base/java.lang="
        + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
  }

  /** Why there are none, and what to do; empty if there are. */
  static String lack() {
    return PARTS.lack;
  }

  /** Makes virtual threads that run when {@code scheduler}'s tasks do; null if there are none. */
  static @Nullable ThreadFactory factory(Executor scheduler) {
    MethodHandle newBuilder = NEW_BUILDER;
    return newBuilder == null ? null : Trial.builder(newBuilder, scheduler).factory();
  }

  /** Whether {@code loop} carries the calling thread, a virtual one. */
  static boolean isCarriedBy(@Nullable Thread loop) {
    MethodHandle carrier = CURRENT_CARRIER;
    return carrier != null && Trial.carrier(carrier).equals(loop);
  }
}
