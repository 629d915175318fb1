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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other threads open, make ready and close what one thread waits for, as fast as they can. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MultiplexerStressTest {
  private static final int CLOSERS = 2;
  private static final int ROUNDS = 3_000;

  @ParameterizedTest
  @EnumSource
  void whateverIsClosedUnderAWaitNothingIsReportedOfAStranger(Mechanism mechanism)
      throws Exception {
    var opened = new ConcurrentLinkedQueue<EventFd>();
    var running = new AtomicInteger(CLOSERS);
    var reported = new AtomicInteger();
    // One that lives until it was reported: the others may all be closed before they are seen.
    EventFd first = EventFd.open().timeout(Duration.ZERO);
    first.add(1);
    opened.add(first);
    try (Multiplexer<EventFd> multiplexer = Multiplexer.open(mechanism)) {
      var waiting =
          Threads.PLATFORM.run(() -> {
            while (running.get() > 0 || reported.get() == 0) {
              for (EventFd one; (one = opened.poll()) != null; ) {
                registerUnlessClosed(multiplexer, one);
              }
              multiplexer.await((registration, ready) -> {
                if (tookSomething(registration.attachment())) {
                  reported.incrementAndGet();
                  closeIf(first, registration.attachment());
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
                return openAndClose(multiplexer, opened);
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
      assertThat(reported.get()).isPositive();
    }
  }

  private static void closeIf(EventFd first, EventFd reported) throws IOException {
    if (reported.equals(first)) {
      first.close();
    }
  }

  private static int openAndClose(Multiplexer<EventFd> multiplexer, Queue<EventFd> opened)
      throws IOException {
    var open = new ArrayDeque<EventFd>();
    for (int i = 0; i < ROUNDS; i++) {
      EventFd event = EventFd.open().timeout(Duration.ZERO);
      open.add(event);
      opened.add(event);
      multiplexer.wakeUp();
      if (i % 3 != 0) {
        event.add(1);
      }
      // Some live a while, some are closed before they are registered.
      while (open.size() > i % 8) {
        open.removeFirst().close();
      }
    }
    for (EventFd last : open) {
      last.close();
    }
    return ROUNDS;
  }

  private static void registerUnlessClosed(Multiplexer<EventFd> multiplexer, EventFd one)
      throws IOException {
    try {
      multiplexer.register(one, Interest.READABLE, one);
    } catch (ClosedChannelException e) {
      // Its other thread was quicker.
    }
  }

  /** Each count is taken by nobody else: readiness without one would be another file's. */
  private static boolean tookSomething(EventFd event) throws IOException {
    try {
      assertThat(event.take()).isPositive();
      return true;
    } catch (ClosedChannelException e) {
      return false;
    }
  }
}
