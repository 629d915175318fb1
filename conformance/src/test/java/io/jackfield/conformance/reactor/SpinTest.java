package io.jackfield.conformance.reactor;

import static io.jackfield.conformance.reactor.GroupPeers.ANY_PORT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.reactor.GroupPeers.Naming;
import io.jackfield.conformance.reactor.GroupPeers.Peer;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorBuilder;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.testkit.SimulatedNetwork;
import io.jackfield.testkit.SimulatedNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop that polls instead of waiting sees all that another one sees. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SpinTest {
  private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

  private static ReactorBuilder spinning(String driver, Duration time) throws IOException {
    try {
      Driver tried = Drivers.named(driver);
      tried.close();
    } catch (IOException e) {
      Command.skip(driver + " cannot be had: " + e.getMessage());
    }
    return Reactor.builder().driver(() -> Drivers.named(driver)).spin(time);
  }

  private static Thread running(Reactor reactor) {
    return Thread.ofPlatform()
        .name("spinning")
        .start(() -> {
          try {
            reactor.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"io_uring", "epoll", "poll", "select"})
  void bytesTimersAndTasksOfOthersAreSeen(String driver) throws Exception {
    for (Duration time : new Duration[] {FOR_EVER, Duration.ofNanos(1), Duration.ofMillis(2)}) {
      Reactor reactor = spinning(driver, time).build();
      var port = reactor.listen(ANY_PORT, _ -> new Naming());
      var due = new CountDownLatch(1);
      reactor.callLater(Duration.ofMillis(20), due::countDown);
      Thread loop = running(reactor);
      try (Peer peer = Peer.of(port.localAddress())) {
        for (int i = 0; i < 10; i++) {
          assertThat(peer.loop()).isEqualTo("spinning");
        }
        var done = new CountDownLatch(1);
        reactor.execute(done::countDown);
        assertThat(done.await(20, SECONDS)).isTrue();
        assertThat(due.await(20, SECONDS)).isTrue();
        var _ = reactor.stop();
        assertThat(peer.line()).isEqualTo("goodbye");
      }
      loop.join();
    }
  }

  @Test
  void itTurnsWithoutEndAndIsNotTakenForStuck() throws Exception {
    Reactor reactor = spinning("epoll", FOR_EVER).stallThreshold(Duration.ofSeconds(5)).build();
    var due = new CountDownLatch(1);
    reactor.callLater(Duration.ofMillis(50), due::countDown);
    Thread loop = running(reactor);
    assertThat(due.await(20, SECONDS)).isTrue();
    assertThat(reactor.counts().turns()).isGreaterThan(50);
    assertThat(reactor.counts().completions()).isLessThan(reactor.counts().turns());
    reactor.stop().get(20, SECONDS);
    loop.join();
  }

  @Test
  void virtualTimeGoesOn() throws Exception {
    var network = new SimulatedNetwork(1);
    SimulatedNode node = network.node("one");
    var driver = node.driver();
    Reactor reactor =
        Reactor.builder().driver(() -> driver).stallThreshold(null).spin(FOR_EVER).build();
    reactor.start();
    network.drive(driver, reactor::turn);
    var due = new AtomicBoolean();
    reactor.callLater(Duration.ofHours(1), () -> due.set(true));
    network.runUntil(due::get, Duration.ofHours(2));
    assertThat(reactor.counts().turns()).isLessThan(100);
    reactor.crash();
    network.runFor(Duration.ofSeconds(1));
  }
}
