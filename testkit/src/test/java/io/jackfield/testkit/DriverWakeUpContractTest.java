package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.SocketType;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a wait ends, by time and by wake-ups, on every driver. */
@Timeout(60)
final class DriverWakeUpContractTest {
  private static final long LONG_NANOS = Duration.ofMillis(200).toNanos();

  /** As good as for ever, but a test that fails ends. */
  private static final long VERY_LONG_NANOS = Duration.ofSeconds(5).toNanos();

  /**
   * More than a kernel has reason to: one that closes a ring interrupts the thread that used it.
   */
  private static final int INTERRUPTIONS = 3;

  /** A wait with nothing to end it but its time, and perhaps a signal. */
  private static void awaitTime(Driver driver, long nanos) throws Exception {
    long end = driver.nanoTime() + nanos;
    long left = nanos;
    for (int i = 0; left > 0 || i == 0; left = end - driver.nanoTime()) {
      assertThat(i++).as("waits that ended before their time").isLessThanOrEqualTo(INTERRUPTIONS);
      driver.await(left);
    }
    assertThat(driver.complete()).isZero();
  }

  private static void awaitWakeUp(Driver driver) throws Exception {
    long before = driver.nanoTime();
    driver.await(VERY_LONG_NANOS);
    assertThat(driver.nanoTime() - before).as("how long it slept").isLessThan(VERY_LONG_NANOS);
  }

  @ParameterizedTest
  @EnumSource
  void aWaitLastsAsLongAsItWasAskedTo(DriverKind kind) throws Exception {
    try (Driver driver = kind.open()) {
      for (long nanos : new long[] {0, 1, 1_000_000, 1_500_000, 20_000_001}) {
        awaitTime(driver, nanos);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWakeUpEndsTheNextWaitAtOnceAndOnlyThat(DriverKind kind) throws Exception {
    try (Driver driver = kind.open()) {
      driver.wakeUp();
      driver.wakeUp();
      awaitWakeUp(driver);
      assertThat(driver.complete()).isZero();
      awaitTime(driver, LONG_NANOS);
    }
  }

  /** A loop that looked for work before it told completions would else sleep over what is new. */
  @ParameterizedTest
  @EnumSource
  void aWakeUpAskedForWhileCompletionsAreToldEndsTheNextWait(DriverKind kind) throws Exception {
    try (Driver driver = kind.open()) {
      Handle handle = driver.open(StandardProtocolFamily.INET, SocketType.STREAM);
      var closed = new AtomicInteger();
      handle.attach(
          new Completions() {
            @Override
            public void closed() {
              closed.incrementAndGet();
              driver.wakeUp();
            }
          });
      driver.close(handle, false);
      while (closed.get() == 0) {
        driver.wakeUp();
        awaitWakeUp(driver);
        assertThat(driver.complete()).isNotNegative();
      }
      awaitWakeUp(driver);
      assertThat(driver.complete()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void wakeUpsOfManyThreadsAreNotLost(DriverKind kind) throws Exception {
    assumeFalse(kind.isSimulated(), "in a simulation nothing waits for a thread");
    int threads = 4;
    int each = 5_000;
    try (Driver driver = kind.open()) {
      var posted = new AtomicInteger();
      var ready = new CountDownLatch(threads);
      List<Thread> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            Thread.ofPlatform()
                .start(() -> {
                  ready.countDown();
                  for (int j = 0; j < each; j++) {
                    posted.incrementAndGet();
                    driver.wakeUp();
                  }
                }));
      }
      ready.await();
      int waits = 0;
      // Each wait without an end is ended by the wake-up of what was not seen before it.
      for (int seen = 0; seen < threads * each; seen = posted.get(), waits++) {
        awaitWakeUp(driver);
        assertThat(driver.complete()).isZero();
      }
      assertThat(waits).isLessThanOrEqualTo(threads * each);
      for (Thread one : all) {
        one.join();
      }
    }
  }
}
