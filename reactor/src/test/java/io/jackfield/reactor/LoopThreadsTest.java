package io.jackfield.reactor;

import static java.lang.invoke.MethodType.methodType;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LoopThreads.Parts;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop is told of virtual threads by a JDK that has them otherwise than today's. */
@Timeout(20)
final class LoopThreadsTest {
  private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

  /** Named here as in {@code Thread}. */
  @SuppressWarnings("unused") // Looked for by its name.
  private static Thread currentCarrierThread() {
    return Thread.currentThread();
  }

  /** A builder as it was. */
  @SuppressWarnings("unused") // Likewise.
  private static final class Scheduled {
    Scheduled(Executor scheduler) {}
  }

  private static final class Unscheduled {}

  private static final class WithoutCarriers {
    static MethodHandles.Lookup lookup() {
      return MethodHandles.lookup();
    }
  }

  private static void requireLack(Parts parts, String lack) {
    assertThat(parts.lack()).startsWith(lack);
    assertThat(parts.newBuilder()).isNull();
    assertThat(parts.currentCarrier()).isNull();
  }

  @Test
  void aClassThatIsGoneIsNamed() throws Exception {
    requireLack(
        Parts.in(HERE, "java.lang.ThreadBuilders$Gone"),
        "this JDK has no class java.lang.ThreadBuilders$Gone");
  }

  @Test
  void aBuilderThatTakesNoSchedulerIsNamed() throws Exception {
    requireLack(
        Parts.in(HERE, Unscheduled.class.getName()),
        "this JDK has no such constructor: " + Unscheduled.class.getName() + ".<init>(Executor)");
  }

  @Test
  void aMethodThatIsGoneIsNamed() throws Exception {
    requireLack(
        Parts.in(WithoutCarriers.lookup(), Scheduled.class.getName()),
        "this JDK has no such method: "
            + WithoutCarriers.class.getName()
            + ".currentCarrierThread()");
  }

  @Test
  void aBuilderThatIsNoneIsFoundOutByTheTrial() throws Exception {
    requireLack(Parts.in(HERE, Scheduled.class.getName()), "this JDK lets nobody else schedule");
  }

  /** For a builder that ignores the scheduler it is given. */
  @SuppressWarnings("unused") // Looked for by its name.
  private static Thread.Builder.OfVirtual ordinary(Executor ignored) {
    return Thread.ofVirtual();
  }

  @Test
  void threadsThatOthersScheduleAreNotTaken() throws Exception {
    MethodHandle builder =
        HERE.findStatic(
            LoopThreadsTest.class,
            "ordinary",
            methodType(Thread.Builder.OfVirtual.class, Executor.class));
    MethodHandle carrier =
        HERE.findStatic(LoopThreadsTest.class, "currentCarrierThread", methodType(Thread.class));
    requireLack(Parts.tried(builder, carrier), "this JDK lets nobody else schedule");
  }

  /** The tests of this module run without the flag. */
  @Test
  void withoutTheFlagItIsNamed() {
    assertThat(LoopThreads.lack())
        .isEqualTo("start the JVM with --add-opens=java.base/java.lang=io.jackfield.reactor");
    assertThat(LoopThreads.factory(Runnable::run)).isNull();
    assertThat(LoopThreads.isCarriedBy(Thread.currentThread())).isFalse();
  }
}
