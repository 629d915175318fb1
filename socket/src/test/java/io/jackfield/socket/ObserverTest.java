package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.SocketEvent.Kind;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ObserverTest {
  private final Queue<SocketEvent> events = new ConcurrentLinkedQueue<>();

  /** Other tests' sockets may be at work too. */
  private List<String> of(Socket... sockets) {
    List<Integer> numbers = List.of(sockets).stream().map(Socket::descriptor).toList();
    return events.stream()
        .filter(event -> numbers.contains(event.descriptor()))
        .map(event -> event.kind() + " " + event.call() + " " + event.bytes())
        .toList();
  }

  @Test
  void theWholeLifeOfAConnectionIsTold() throws Exception {
    List<String> told;
    List<String> atTheServer;
    SocketAddress at;
    try (var watching = SocketObservers.add(events::add)) {
      Pairs pair = Pairs.tcp();
      at = requireNonNull(pair.listener().localAddress());
      pair.client().sendAll(Pairs.bytes("hello"));
      pair.server().receive(ByteBuffer.allocate(8));
      pair.client().shutdown(ShutdownHow.WRITE);
      pair.server().receive(ByteBuffer.allocate(8));
      assertThatThrownBy(() -> pair.client().send(Pairs.bytes("x")))
          .isInstanceOf(BrokenPipeException.class);
      pair.server().timeout(Duration.ofMillis(1));
      pair.close();
      told = of(pair.client());
      atTheServer = of(pair.listener(), pair.server());
      assertThat(watching).isNotNull();
    }
    assertThat(told)
        .containsExactly(
            "OPENED socket 0",
            "CONNECTED connect 0",
            "WRITTEN send 5",
            "FAILED send 0",
            "CLOSED close 0");
    assertThat(atTheServer)
        .containsExactly(
            "OPENED socket 0",
            "BOUND bind 0",
            "LISTENING listen 0",
            "ACCEPTED accept 0",
            "READ recv 5",
            "READ recv 0",
            "CLOSED close 0",
            "CLOSED close 0");
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.CONNECTED)
        .anyMatch(event -> at.equals(event.address()) && event.nanos() >= 0);
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.FAILED)
        .anyMatch(event -> new Errno(32).equals(event.error()));
  }

  @Test
  void aTimeOutIsToldAndWhatComesAfterTheEndIsNot() throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      pair.server().timeout(Duration.ofMillis(1));
      try (var watching = SocketObservers.add(events::add)) {
        assertThatThrownBy(() -> pair.server().receive(ByteBuffer.allocate(8)))
            .isInstanceOf(SocketTimeoutException.class);
        assertThat(watching).isNotNull();
      }
      assertThat(of(pair.server())).containsExactly("TIMED_OUT recv 0");
      pair.client().sendAll(Pairs.bytes("unseen"));
      assertThat(of(pair.client())).isEmpty();
    }
  }

  @Test
  void anObserverThatFailsHarmsNobody() throws Exception {
    SocketObserver failing =
        event -> {
          throw new IllegalStateException("an observer's bug");
        };
    try (var first = SocketObservers.add(failing);
        var second = SocketObservers.add(events::add);
        Pairs pair = Pairs.tcp()) {
      assertThat(List.of(first, second)).hasSize(2);
      pair.client().sendAll(Pairs.bytes("x"));
      assertThat(of(pair.client())).contains("WRITTEN send 1");
    }
  }

  @Test
  void pipesTimersAndTheLikeAreToldToo() throws Exception {
    Pipe pipe;
    EventFd counter;
    try (var watching = SocketObservers.add(events::add)) {
      pipe = Pipe.open();
      pipe.sink().write(Pairs.bytes("abc"));
      pipe.source().read(ByteBuffer.allocate(8));
      pipe.close();
      counter = EventFd.open();
      counter.add(7);
      counter.take();
      counter.close();
      assertThat(watching).isNotNull();
    }
    assertThat(events.stream().filter(e -> e.descriptor() == pipe.source().descriptor()))
        .extracting(e -> e.kind() + " " + e.call() + " " + e.bytes())
        .containsSubsequence("OPENED pipe2 0", "READ read 3", "CLOSED close 0");
    assertThat(events.stream().filter(e -> e.descriptor() == counter.descriptor()))
        .extracting(e -> e.kind() + " " + e.call() + " " + e.bytes())
        .containsSubsequence(
            "OPENED eventfd2 0", "WRITTEN write 8", "READ read 8", "CLOSED close 0");
  }
}
