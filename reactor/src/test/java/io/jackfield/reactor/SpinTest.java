package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** For how long a loop polls before it waits. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SpinTest {
  /** What a look at the driver takes, by the clock of this test. */
  private static final long LOOK_NANOS = 4_000;

  private final List<Long> waits = new ArrayList<>();
  private long nanos = 1;
  private int asked;

  /** A driver that waits for nothing, and writes down how long it would have had to. */
  private Driver driver(Driver inner) {
    return InterceptedDriver.of(
        inner,
        (_, method, arguments) -> {
          if (method.getName().equals("nanoTime")) {
            asked++;
            return nanos;
          }
          if (method.getName().equals("await")) {
            long timeout = (Long) arguments[0];
            waits.add(timeout);
            nanos += timeout == Driver.FOR_EVER ? LOOK_NANOS : Math.max(timeout, LOOK_NANOS);
            inner.await(0);
            return null;
          }
          return InterceptedDriver.FORWARD;
        });
  }

  private EventLoop loop() throws IOException {
    return new EventLoop(driver(Drivers.epoll()));
  }

  private static void turn(EventLoop loop, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      loop.turn();
    }
  }

  @Test
  void itWaitsAtOnceIfNothingIsSaid() throws Exception {
    EventLoop loop = loop();
    turn(loop, 2);
    assertThat(waits).containsExactly(Driver.FOR_EVER, Driver.FOR_EVER);
    loop.driver().close();
  }

  @Test
  void itPollsForTheTimeSaidAndAgainAfterEachThingItDid() throws Exception {
    EventLoop loop = loop();
    loop.spin(Duration.ofNanos(2 * LOOK_NANOS));
    turn(loop, 4);
    assertThat(waits).containsExactly(0L, 0L, Driver.FOR_EVER, Driver.FOR_EVER);
    waits.clear();
    loop.execute(() -> {}); // The first look is for this.
    turn(loop, 4);
    assertThat(waits).containsExactly(0L, 0L, 0L, Driver.FOR_EVER);
    loop.driver().close();
  }

  @Test
  void itNeverWaitsIfThatIsForEver() throws Exception {
    EventLoop loop = loop();
    loop.spin(ChronoUnit.FOREVER.getDuration());
    turn(loop, 100);
    assertThat(waits).hasSize(100).containsOnly(0L);
    loop.driver().close();
  }

  @Test
  void aTurnThatOnlyLooksAsksTheClockOnce() throws Exception {
    EventLoop loop = loop();
    loop.spin(ChronoUnit.FOREVER.getDuration());
    turn(loop, 1);
    asked = 0;
    turn(loop, 100);
    assertThat(asked).isEqualTo(100);
    loop.driver().close();
  }

  @Test
  void timersAndTasksRunWhileItSpins() throws Exception {
    EventLoop loop = loop();
    loop.own();
    loop.spin(ChronoUnit.FOREVER.getDuration());
    List<String> ran = new ArrayList<>();
    loop.callLater(Duration.ofMillis(2), () -> ran.add("timer"));
    loop.execute(() -> ran.add("task"));
    turn(loop, 1);
    assertThat(ran).containsExactly("task");
    turn(loop, (int) (3_000_000 / LOOK_NANOS));
    assertThat(ran).containsExactly("task", "timer");
    assertThat(waits).containsOnly(0L);
    loop.driver().close();
  }

  @Test
  void afterThatItWaitsForItsTimersAsEver() throws Exception {
    EventLoop loop = loop();
    loop.own();
    loop.spin(Duration.ofNanos(LOOK_NANOS));
    loop.callLater(Duration.ofMillis(50), () -> {});
    turn(loop, 2);
    assertThat(waits.getFirst()).isZero();
    assertThat(waits.getLast()).isPositive().isLessThanOrEqualTo(50_000_000L);
    loop.driver().close();
  }

  @Test
  void aNegativeTimeIsRefused() {
    assertThatThrownBy(() -> Reactor.builder().spin(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-0.000000001S");
  }
}
