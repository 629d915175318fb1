package io.jackfield.conformance.reactor;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.Reactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that is stuck is reported with the frame that holds it, and no other is. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WatchdogTest {
  private static final Logger LOG = Logger.getLogger("io.jackfield.reactor.Watchdog");

  private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
  private final CountDownLatch reported = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          records.add(entry);
          reported.countDown();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(handler);
    LOG.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
  }

  /** Runs a reactor until {@code last} has run, which begins after {@code delay}. */
  private static void run(@Nullable Duration threshold, Duration delay, Runnable last)
      throws IOException {
    try (Reactor reactor = Reactor.builder().stallThreshold(threshold).build()) {
      reactor.callLater(
          delay,
          () -> {
            last.run();
            var _ = reactor.stop();
          });
      reactor.run();
    }
  }

  private void blockUntilReportedAndThenSome() {
    await(reported, 20_000);
    await(never, 200); // Several looks of the watchdog more.
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      boolean _ = latch.await(millis, MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCallbackThatBlocksIsReportedOnceWithItsFrame() throws Exception {
    run(Duration.ofMillis(50), Duration.ZERO, this::blockUntilReportedAndThenSome);
    assertThat(records).hasSize(1);
    LogRecord told = records.remove();
    assertThat(told.getLevel()).isEqualTo(Level.WARNING);
    assertThat(told.getMessage())
        .contains(Thread.currentThread().getName() + " has not waited for ")
        .contains("WatchdogTest.blockUntilReportedAndThenSome")
        .contains("deferToThread");
  }

  /** The stack of the thread that carries it would not have it. */
  @Test
  void aHandlerThatHoldsUpItsLoopIsReportedWithItsFrame() throws Exception {
    try (Reactor reactor = Reactor.builder().stallThreshold(Duration.ofMillis(50)).build()) {
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var port = reactor.listen(anyPort, Blocking.handler(_ -> computeUntilReported()));
      Blocking.start(
          reactor,
          () -> {
            try (var stream = Blocking.connect(reactor, port.localAddress())) {
              assertThat(stream.in().read()).isEqualTo(-1);
            } finally {
              var _ = reactor.stop();
            }
          });
      reactor.run();
    }
    assertThat(records.remove().getMessage()).contains("WatchdogTest.computeUntilReported");
  }

  private void computeUntilReported() {
    while (reported.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void byDefaultATenthOfASecondIsTooLong() throws Exception {
    try (Reactor reactor = Reactor.create()) {
      reactor.execute(() -> {
        await(never, 300);
        await(reported, 20_000);
        var _ = reactor.stop();
      });
      reactor.run();
    }
    assertThat(records).hasSize(1);
  }

  @Test
  void anIdleLoopIsNeverReported() throws Exception {
    run(Duration.ofMillis(100), Duration.ofMillis(500), () -> {});
    assertThat(records).isEmpty();
  }

  @Test
  void whatStaysBelowTheThresholdIsNotReported() throws Exception {
    run(Duration.ofSeconds(30), Duration.ZERO, () -> await(never, 150));
    assertThat(records).isEmpty();
  }

  @Test
  void itCanBeSwitchedOff() throws Exception {
    run(
        null,
        Duration.ZERO,
        () -> {
          assertThat(watchdogs()).isEmpty();
          await(never, 150);
        });
    assertThat(records).isEmpty();
  }

  @Test
  void itEndsWithItsLoop() throws Exception {
    run(Duration.ofMillis(100), Duration.ZERO, () -> assertThat(watchdogs()).hasSize(1));
    for (Thread one : watchdogs()) {
      one.join(SECONDS.toMillis(20));
      assertThat(one.isAlive()).isFalse();
    }
    assertThatThrownBy(() -> Reactor.builder().stallThreshold(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Thread> watchdogs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(Thread.currentThread().getName() + "-watchdog"))
        .toList();
  }
}
