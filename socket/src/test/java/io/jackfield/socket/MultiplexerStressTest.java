package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other threads open, make ready and close what one thread waits for, as fast as they can. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MultiplexerStressTest {
  private static final int CLOSERS = 2;
  private static final int ROUNDS = 1_000;

  /** Each so many is closed only when it was reported, so that neither side runs away. */
  private static final int WAITED_FOR = 20;

  /**
   * One that is opened, made ready and closed.
   *
   * @param taken whether it was reported, and its count taken
   */
  private record Opened(EventFd event, AtomicBoolean taken) {}

  @ParameterizedTest
  @EnumSource
  void whateverIsClosedUnderAWaitNothingIsReportedOfAStranger(Mechanism mechanism)
      throws Exception {
    var opened = new ConcurrentLinkedQueue<Opened>();
    var running = new AtomicInteger(CLOSERS);
    var reported = new AtomicInteger();
    try (Multiplexer<Opened> multiplexer = Multiplexer.open(mechanism)) {
      var waiting =
          Threads.PLATFORM.run(() -> {
            while (running.get() > 0) {
              for (Opened one; (one = opened.poll()) != null; ) {
                registerUnlessClosed(multiplexer, one);
              }
              multiplexer.await((registration, ready) -> {
                if (tookSomething(registration.attachment())) {
                  reported.incrementAndGet();
                }
              });
            }
            return multiplexer.registered();
          });
      List<Threads.Running<Integer>> closing = new ArrayList<>();
      for (int i = 0; i < CLOSERS; i++) {
        closing.add(
            Threads.PLATFORM.run(() -> {
              try {
                return openAndClose(multiplexer, opened, waiting);
              } finally {
                running.decrementAndGet();
                multiplexer.wakeUp();
              }
            }));
      }
      for (var each : closing) {
        each.result().get(50, TimeUnit.SECONDS);
      }
      assertThat(waiting.result().get(10, TimeUnit.SECONDS)).isZero();
      assertThat(reported.get()).isGreaterThanOrEqualTo(CLOSERS * ROUNDS / WAITED_FOR);
    }
  }

  private static int openAndClose(
      Multiplexer<Opened> multiplexer, Queue<Opened> opened, Threads.Running<Integer> waiting)
      throws IOException {
    var open = new ArrayDeque<Opened>();
    for (int i = 0; i < ROUNDS; i++) {
      var one = new Opened(EventFd.open().timeout(Duration.ZERO), new AtomicBoolean());
      open.add(one);
      opened.add(one);
      multiplexer.wakeUp();
      if (i % 3 != 0) {
        one.event().add(1);
      }
      if (i % WAITED_FOR == 1) {
        one.event().add(1);
        while (!one.taken().get() && !waiting.result().isDone()) {
          Thread.onSpinWait();
        }
      }
      // Some live a while, some are closed before they are registered.
      while (open.size() > i % 8) {
        open.removeFirst().event().close();
      }
    }
    for (Opened last : open) {
      last.event().close();
    }
    return ROUNDS;
  }

  private static void registerUnlessClosed(Multiplexer<Opened> multiplexer, Opened one)
      throws IOException {
    try {
      multiplexer.register(one.event(), Interest.READABLE, one);
    } catch (ClosedChannelException e) {
      // Its other thread was quicker.
    }
  }

  /** Each count is taken by nobody else: readiness without one would be another file's. */
  private static boolean tookSomething(Opened one) throws IOException {
    try {
      assertThat(one.event().take()).isPositive();
      one.taken().set(true);
      return true;
    } catch (ClosedChannelException e) {
      return false;
    }
  }
}
