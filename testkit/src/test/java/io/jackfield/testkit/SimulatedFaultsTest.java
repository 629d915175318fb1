package io.jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.Driver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the faults of a simulated network do to streams. */
@Timeout(60)
final class SimulatedFaultsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final SimulatedNetwork network = new SimulatedNetwork(Long.getLong("jackfield.seed", 1));

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aStreamIsWholeHoweverMuchIsLost(long seed) throws Exception {
    var lossy = new SimulatedNetwork(seed);
    byte[] all = bytes(200_000);
    try (var ends = new SimulatedEnds(lossy)) {
      lossy.links(LinkProfile.LAN.withLoss(0.3));
      ends.client().send(all);
      ends.server().send(all);
      lossy.runUntil(
          () -> ends.server().received.size() == all.length && !ends.client().sending, LONG);
      assertThat(ends.clientDriver.shutdownSending(ends.client().handle)).isZero();
      lossy.runUntil(() -> ends.server().ended != null, LONG);
      lossy.runUntil(
          () -> ends.client().received.size() == all.length && !ends.server().sending, LONG);
      ends.server().close(false);
      lossy.runUntil(() -> ends.client().ended != null, LONG);
      assertThat(ends.server().received.toByteArray()).isEqualTo(all);
      assertThat(ends.client().received.toByteArray()).isEqualTo(all);
      assertThat(ends.server().ended).isZero();
      assertThat(ends.client().ended).isZero();
    }
  }

  @Test
  void latencyIsWhatWasAskedFor() throws Exception {
    network.links(LinkProfile.fixed(Duration.ofMillis(40)));
    network.quirks(Quirks.NONE);
    try (var ends = new SimulatedEnds(network)) {
      long before = network.nanoTime();
      ends.client().send(new byte[1]);
      network.runUntil(() -> ends.server().received.size() == 1, LONG);
      assertThat(Duration.ofNanos(network.nanoTime() - before))
          .isBetween(Duration.ofMillis(40), Duration.ofMillis(41));
    }
  }

  @Test
  void bandwidthIsWhatWasAskedFor() throws Exception {
    network.quirks(Quirks.NONE);
    try (var ends = new SimulatedEnds(network)) {
      network.links(LinkProfile.LAN.withBandwidth(100_000));
      long before = network.nanoTime();
      ends.client().send(new byte[1_000_000]);
      network.runUntil(() -> ends.server().received.size() == 1_000_000, LONG);
      assertThat(Duration.ofNanos(network.nanoTime() - before))
          .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    }
  }

  @Test
  void whatAPartitionHeldUpArrivesOnceItIsHealed() throws Exception {
    try (var ends = new SimulatedEnds(network)) {
      network.partition(ends.clientNode, ends.serverNode);
      ends.client().send(bytes(1_000));
      network.runFor(Duration.ofSeconds(30));
      assertThat(ends.server().received.size()).isZero();
      network.heal(ends.clientNode, ends.serverNode);
      network.runUntil(() -> ends.server().received.size() == 1_000, Duration.ofMinutes(1));
      assertThat(ends.client().ended).isNull();
    }
  }

  @Test
  void aPartitionThatLastsEndsWhoSendsByATimeOutAndNotWhoIsSilent() throws Exception {
    try (var ends = new SimulatedEnds(network)) {
      network.partition(ends.clientNode, ends.serverNode);
      ends.client().send(new byte[1]);
      network.runFor(LONG);
      assertThat(ends.client().ended).isEqualTo(-Errnos.ETIMEDOUT);
      assertThat(ends.server().ended).as("a half-open peer is not told").isNull();
    }
  }

  @Test
  void aWayCutInOneDirectionDeliversButIsNotAcknowledged() throws Exception {
    try (var ends = new SimulatedEnds(network)) {
      network.link(ends.serverNode, ends.clientNode).cut();
      ends.client().send(bytes(1_000));
      network.runUntil(() -> ends.server().received.size() == 1_000, LONG);
      network.runUntil(() -> ends.client().ended != null, LONG);
      assertThat(ends.client().ended).isEqualTo(-Errnos.ETIMEDOUT);
    }
  }

  @Test
  void aPeerThatCrashedIsHeardNoMoreAndAfterItsRestartResets() throws Exception {
    try (var ends = new SimulatedEnds(network)) {
      ends.serverNode.crash();
      network.runFor(Duration.ofMinutes(1));
      assertThat(ends.client().ended).isNull();
      ends.serverNode.restart();
      assertThat(ends.serverNode.openDescriptors()).isZero();
      ends.client().send(new byte[1]);
      network.runUntil(() -> ends.client().ended != null || ends.client().sendError != 0, LONG);
      assertThat(ends.client().ended).isEqualTo(-Errnos.ECONNRESET);
    }
  }

  @Test
  void aResetFromOutsideIsToldToBothEnds() throws Exception {
    try (var ends = new SimulatedEnds(network)) {
      assertThat(ends.clientNode.resetSomeConnection()).isTrue();
      network.runUntil(() -> ends.client().ended != null && ends.server().ended != null, LONG);
      assertThat(ends.client().ended).isEqualTo(-Errnos.ECONNRESET);
      assertThat(ends.server().ended).isEqualTo(-Errnos.ECONNRESET);
      assertThat(ends.clientNode.resetSomeConnection()).isFalse();
    }
  }

  @Test
  void aPeerThatNeverReadsHoldsUpTheSenderForEverAndLosesNothing() throws Exception {
    byte[] all = bytes(1_000_000);
    try (var ends = new SimulatedEnds(network)) {
      ends.serverDriver.receive(ends.server().handle, false);
      ends.client().send(all);
      network.runFor(Duration.ofHours(1));
      assertThat(ends.client().sending).isTrue();
      assertThat(ends.client().outgoing.bytes()).isGreaterThan(800_000);
      assertThat(ends.client().ended).isNull();
      ends.serverDriver.receive(ends.server().handle, true);
      network.runUntil(() -> ends.server().received.size() == all.length, LONG);
      assertThat(ends.server().received.toByteArray()).isEqualTo(all);
    }
  }

  @Test
  void aReaderThatGoesOnIsSentToAtOnceAndNotOnlyWhenTheSenderAsksAgain() throws Exception {
    try (var ends = new SimulatedEnds(network)) {
      for (int i = 1; i <= 20; i++) {
        ends.serverDriver.receive(ends.server().handle, false);
        ends.client().send(bytes(200_000));
        network.runFor(Duration.ofMillis(1_000 + 37 * i));
        ends.serverDriver.receive(ends.server().handle, true);
        int expected = 200_000 * i;
        network.runUntil(() -> ends.server().received.size() == expected, Duration.ofMillis(50));
      }
    }
  }

  @Test
  void aPausedNodeAnswersNothingAndGoesOnLater() throws Exception {
    try (var ends = new SimulatedEnds(network)) {
      ends.serverNode.pause(Duration.ofMinutes(5));
      ends.client().send(bytes(500_000));
      network.runFor(Duration.ofMinutes(4));
      assertThat(ends.server().received.size()).isZero();
      assertThat(ends.client().ended).isNull();
      network.runUntil(() -> ends.server().received.size() == 500_000, Duration.ofMinutes(2));
    }
  }

  private int connect(SocketAddress to) throws Exception {
    Driver driver = network.node("somebody").driver();
    Recorder client = SimulatedEnds.open(driver);
    driver.connect(client.handle, to);
    for (int i = 0; client.connected == null && i < 1_000; i++) {
      driver.await(Duration.ofSeconds(1).toNanos());
      assertThat(driver.complete()).isNotNegative();
    }
    Integer result = client.connected;
    client.close(true);
    driver.await(0);
    assertThat(driver.complete()).isNotNegative();
    driver.close();
    return result == null ? 0 : result;
  }

  @Test
  void eachWayOfNotReachingSomebodyHasItsErrnoAndTakesItsTime() throws Exception {
    SimulatedNode there = network.node("there");
    assertThat(connect(there.address(1))).isEqualTo(-Errnos.ECONNREFUSED);
    assertThat(network.nanoTime()).isLessThan(Duration.ofSeconds(1).toNanos());

    long before = network.nanoTime();
    var unknown = new InetSocketAddress(InetAddress.ofLiteral("10.99.99.99"), 1);
    assertThat(connect(unknown)).isEqualTo(-Errnos.EHOSTUNREACH);
    assertThat(Duration.ofNanos(network.nanoTime() - before)).isBetween(s(3), s(4));

    before = network.nanoTime();
    var nowhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1);
    assertThat(connect(nowhere)).isEqualTo(-Errnos.ENETUNREACH);
    assertThat(Duration.ofNanos(network.nanoTime() - before)).isLessThan(s(1));

    before = network.nanoTime();
    there.crash();
    assertThat(connect(there.address(1))).isEqualTo(-Errnos.ETIMEDOUT);
    assertThat(Duration.ofNanos(network.nanoTime() - before)).isBetween(s(127), s(128));
  }

  private static Duration s(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
