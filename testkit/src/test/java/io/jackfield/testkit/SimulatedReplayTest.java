package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.SocketType;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same seed gives the same run, another seed another one; a failure tells its seed. */
@Timeout(60)
final class SimulatedReplayTest {
  private record Run(List<String> log, long digest, long nanos) {}

  /** Two nodes exchange bytes over a bad link. */
  private static Run run(long seed) throws Exception {
    var network = new SimulatedNetwork(seed);
    network.links(LinkProfile.POOR.withLoss(0.05));
    try (var ends = new SimulatedEnds(network)) {
      ends.client().send(new byte[300_000]);
      ends.server().send(new byte[100_000]);
      network.runUntil(
          () ->
              ends.server().received.size() == 300_000 && ends.client().received.size() == 100_000,
          Duration.ofMinutes(10));
      return new Run(network.log(), network.logDigest(), network.nanoTime());
    }
  }

  @Test
  void theSameSeedGivesTheSameRunEventByEvent() throws Exception {
    Run first = run(7);
    Run second = run(7);
    assertThat(first.log()).hasSizeGreaterThan(50).isEqualTo(second.log());
    assertThat(first).isEqualTo(second);
  }

  @Test
  void differentSeedsGiveDifferentRuns() throws Exception {
    Set<Long> digests = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      digests.add(run(seed).digest());
    }
    assertThat(digests).hasSize(20);
  }

  @Test
  void aFailingLoopEndsTheRunAndTellsTheSeed() {
    var network = new SimulatedNetwork(12_345);
    Driver driver = network.node("a").driver();
    network.drive(
        driver,
        () -> {
          throw new IllegalStateException("broken");
        });
    assertThatThrownBy(() -> network.runFor(Duration.ofSeconds(1)))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("seed 12345")
        .hasMessageContaining("a's loop failed")
        .hasRootCauseMessage("broken");
  }

  @Test
  void aRunThatCannotGoOnSaysSo() {
    var network = new SimulatedNetwork(1);
    Driver driver = network.node("a").driver();
    network.drive(
        driver,
        () -> {
          driver.await(Driver.FOR_EVER);
          return driver.complete();
        });
    assertThatThrownBy(() -> network.runUntil(() -> false, Duration.ofDays(1)))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("nothing will happen any more");
    assertThatThrownBy(() -> driver.await(Driver.FOR_EVER))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("a wait for ever");
  }

  @Test
  void timeGoesOnOnlyAsFarAsSomebodyWaits() throws Exception {
    var network = new SimulatedNetwork(1);
    Driver driver = network.node("a").driver();
    var turns = new int[1];
    network.drive(
        driver,
        () -> {
          turns[0]++;
          driver.await(Duration.ofHours(1).toNanos());
          return driver.complete();
        });
    network.runFor(Duration.ofHours(10));
    assertThat(network.nanoTime()).isGreaterThanOrEqualTo(Duration.ofHours(10).toNanos());
    assertThat(turns[0]).isBetween(10, 11);
  }

  @Test
  void memoryOfAPendingSendMustBeLeftAlone() throws Exception {
    var network = new SimulatedNetwork(1);
    network.quirks(new Quirks(0, 0, 1, 0, 0));
    Driver driver = network.node("a").driver();
    var socket = new Recorder(driver, driver.open(StandardProtocolFamily.INET, SocketType.STREAM));
    socket.send(new byte[] {1, 2, 3});
    assertThat(socket.sending).isTrue();
    socket.outgoing.clear();
    driver.await(0);
    assertThatThrownBy(driver::complete)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("changed or given back");
  }
}
