package io.jackfield.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that were handed over to a loop: how many, and who closes them. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LandingTest {
  private final AtomicInteger roomAgain = new AtomicInteger();

  private static final class Silent implements Protocol {
    @Override
    public void dataReceived(ByteBuffer data) {}
  }

  private static Reactor reactor() throws IOException {
    return Reactor.builder().driver(Drivers::epoll).stallThreshold(null).build();
  }

  private Landing landing(Reactor reactor, StreamOptions options) {
    var landing = new Landing(reactor, _ -> new Silent(), options);
    landing.begin(roomAgain::incrementAndGet);
    return landing;
  }

  /** A socket stands for a connection: nothing is asked of either. */
  private static Handle connection(Driver driver) throws IOException {
    return driver.open(StandardProtocolFamily.INET, SocketType.STREAM);
  }

  private static long sockets() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(LandingTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // Closed meanwhile.
    }
  }

  @Test
  void aLoopThatDoesNotLookGetsSoManyAndNoMoreUntilItHasTakenThem() throws Exception {
    try (var reactor = reactor()) {
      reactor.start();
      Landing landing = landing(reactor, StreamOptions.DEFAULTS);
      for (int i = 0; i < Landing.ARRIVALS; i++) {
        assertThat(landing.hasRoom()).isTrue();
        assertThat(landing.offer(connection(reactor.driver()))).isTrue();
      }
      assertThat(landing.hasRoom()).isFalse();
      Handle tooMuch = connection(reactor.driver());
      assertThat(landing.offer(tooMuch)).isFalse();
      assertThat(roomAgain).hasValue(0);
      while (roomAgain.get() == 0) {
        reactor.turn();
      }
      assertThat(reactor.counts().opened()).isEqualTo(Landing.ARRIVALS);
      assertThat(landing.connections()).isLessThanOrEqualTo(Landing.ARRIVALS);
      assertThat(landing.offer(tooMuch)).isTrue();
      reactor.crash();
      reactor.turn();
    }
  }

  @Test
  void whatIsUnderWayWhenTheLoopEndsIsClosedAndNothingIsTakenAfterwards() throws Exception {
    long before = sockets();
    try (var reactor = reactor();
        Driver other = Drivers.epoll()) {
      reactor.start();
      Landing landing = landing(reactor, StreamOptions.DEFAULTS);
      for (int i = 0; i < 3; i++) {
        assertThat(landing.offer(connection(other))).isTrue();
      }
      assertThat(sockets()).isEqualTo(before + 3);
      landing.kill();
      assertThat(sockets()).isEqualTo(before);
      assertThat(landing.isOpen()).isFalse();
      assertThat(landing.connections()).isZero();
      Handle late = connection(other);
      assertThat(landing.offer(late)).isFalse();
      other.close(late, false);
      assertThat(reactor.counts().refused()).isEqualTo(3);
      reactor.crash();
      reactor.turn();
    }
    assertThat(sockets()).isEqualTo(before);
  }

  @Test
  void aStopTakesWhatWasHandedOverBefore() throws Exception {
    var reactor = reactor();
    reactor.start();
    Landing landing = landing(reactor, StreamOptions.DEFAULTS);
    assertThat(landing.offer(connection(reactor.driver()))).isTrue();
    var stopped = reactor.stop();
    while (!stopped.isDone()) {
      reactor.turn();
    }
    assertThat(reactor.counts().opened()).isEqualTo(1);
    assertThat(reactor.counts().closed()).isEqualTo(1);
    assertThat(reactor.counts().refused()).isZero();
    assertThat(landing.isOpen()).isFalse();
  }

  @Test
  void theLimitOfConnectionsCountsThoseUnderWay() throws Exception {
    try (var reactor = reactor()) {
      reactor.start();
      Landing landing = landing(reactor, StreamOptions.builder().connectionLimit(1).build());
      assertThat(landing.offer(connection(reactor.driver()))).isTrue();
      assertThat(landing.hasRoom()).isFalse();
      while (roomAgain.get() == 0) {
        reactor.turn(); // A socket without a peer: it ends at once.
      }
      assertThat(landing.hasRoom()).isTrue();
      reactor.crash();
      reactor.turn();
    }
  }
}
