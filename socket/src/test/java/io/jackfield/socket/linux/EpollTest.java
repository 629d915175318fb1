package io.jackfield.socket.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the kernel has no {@code epoll_pwait2}, times are in milliseconds. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EpollTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "999999, 1",
    "1000000, 1",
    "1000001, 2",
    "2147483647000000, 2147483647",
    "9223372036854775806, 2147483647",
    "9223372036854775807, -1"
  })
  void nanosecondsAreRoundedUpToMilliseconds(long nanos, int millis) {
    assertThat(Epoll.millisRoundedUp(nanos)).isEqualTo(millis);
  }

  @Test
  void withoutTheNewCallAWaitStillEndsNoEarlierThanSaid() {
    var epoll = new Epoll(Epoll.create(), 512, true);
    var ready = new ReadyBatch();
    int event = EventCalls.eventFd(0, false);
    try {
      assertThat(epoll.add(event, Abi.READABLE, 7)).isZero();
      long before = System.nanoTime();
      long timeout = TimeUnit.MICROSECONDS.toNanos(1_500);
      assertThat(epoll.await(timeout, ready)).isZero();
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(timeout);
      EventCalls.add(event, 1);
      assertThat(epoll.await(Descriptor.FOR_EVER, ready)).isEqualTo(1);
      assertThat(ready.next()).isTrue();
      assertThat(ready.number()).isEqualTo(event);
      assertThat(ready.generation()).isEqualTo(7);
      assertThat(ready.next()).isFalse();
    } finally {
      SocketCalls.close(event);
      epoll.close();
    }
    assertThat(epoll.await(0, ready)).isEqualTo(-Abi.EBADF);
  }
}
