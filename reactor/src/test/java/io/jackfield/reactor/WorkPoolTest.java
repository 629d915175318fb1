package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WorkPoolTest {
  /** Who started each thread. */
  private final Queue<Thread> starters = new ConcurrentLinkedQueue<>();

  private final CountDownLatch gate = new CountDownLatch(1);
  private final WorkPool pool =
      new WorkPool(task -> {
        starters.add(Thread.currentThread());
        return Thread.ofPlatform().daemon().unstarted(task);
      });

  @AfterEach
  void stop() {
    pool.stop();
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoAsksForWorkStartsNoThread() throws Exception {
    Thread maker = starters.element();
    var running = new CountDownLatch(WorkPool.THREADS);
    for (int i = 0; i < WorkPool.THREADS; i++) {
      pool.execute(() -> {
        running.countDown();
        awaitGate();
      });
    }
    await(running);
    assertThat(starters).hasSize(WorkPool.THREADS);
    assertThat(starters.stream().skip(1)).doesNotContain(maker, Thread.currentThread());
    gate.countDown();
  }

  @Test
  void soManyRunAtATimeAndNotOneMore() throws Exception {
    var running = new CountDownLatch(WorkPool.THREADS);
    var begun = new AtomicInteger();
    var done = new CountDownLatch(WorkPool.THREADS + 1);
    for (int i = 0; i <= WorkPool.THREADS; i++) {
      pool.execute(() -> {
        begun.incrementAndGet();
        running.countDown();
        awaitGate();
        done.countDown();
      });
    }
    await(running);
    assertThat(begun).hasValue(WorkPool.THREADS);
    gate.countDown();
    await(done);
    assertThat(begun).hasValue(WorkPool.THREADS + 1);
  }

  @Test
  void soManyWaitAndNotOneMore() throws Exception {
    var running = new CountDownLatch(WorkPool.THREADS);
    for (int i = 0; i < WorkPool.THREADS; i++) {
      pool.execute(() -> {
        running.countDown();
        awaitGate();
      });
    }
    await(running);
    var done = new CountDownLatch(WorkPool.WAITING);
    for (int i = 0; i < WorkPool.WAITING; i++) {
      pool.execute(done::countDown);
    }
    assertThatThrownBy(() -> pool.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("10000");
    gate.countDown();
    await(done);
  }

  @Test
  void aStopInterruptsWhatRunsAndRunsNothingMore() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    pool.execute(() -> {
      running.countDown();
      awaitGate();
      if (Thread.interrupted()) {
        interrupted.countDown();
      }
    });
    await(running);
    pool.stop();
    await(interrupted);
    assertThatThrownBy(() -> pool.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("stopped");
  }
}
