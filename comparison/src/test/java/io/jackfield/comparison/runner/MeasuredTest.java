package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredTest {
  private final Peer reference = peer("c", "C");
  private final Peer ours = peer("ours", "Jackfield");
  private final Peer slowNetty = peer("nio", "Netty");
  private final Peer fastNetty = peer("epoll", "Netty");
  private final Work work =
      new Work(
          "echo",
          "Echo",
          List.of(reference, ours, slowNetty, fastNetty),
          (_, _) -> {
            throw new AssertionError("not opened");
          },
          Work.Cost.cpu("a message"));
  private final Measured measured = new Measured(work);

  @Test
  void ratiosAreOfTheSameRound() {
    // The machine became slower and slower, and ours was always a tenth above the reference.
    for (int round = 0; round < 5; round++) {
      double micros = 5 << round;
      measured.add(reference, round, cpu(micros));
      measured.add(ours, round, cpu(micros * 1.1));
    }
    Spread ratios = measured.costRatios(ours, reference).orElseThrow();
    assertThat(ratios.tenth()).isCloseTo(1.1, within(1e-9));
    assertThat(ratios.median()).isCloseTo(1.1, within(1e-9));
    assertThat(ratios.ninetieth()).isCloseTo(1.1, within(1e-9));
  }

  @Test
  void aRoundThatOneOfTheTwoDoesNotHaveCountsForNothing() {
    measured.add(reference, 0, cpu(10));
    measured.add(ours, 0, cpu(20));
    measured.add(ours, 1, cpu(90));
    assertThat(measured.costRatios(ours, reference)).contains(new Spread(2, 2, 2, 1));
    assertThat(measured.costRatios(slowNetty, reference)).isEmpty();
  }

  @Test
  void throughputCountsWhereBothWereBusy() {
    measured.add(reference, 0, rate(100, 0.99));
    measured.add(ours, 0, rate(50, 0.99));
    measured.add(reference, 1, rate(100, 0.99));
    measured.add(ours, 1, rate(10, 0.5));
    measured.add(reference, 2, rate(100, 0.5));
    measured.add(ours, 2, rate(10, 0.99));
    assertThat(measured.busyRatios(ours, reference, "per_second"))
        .contains(new Spread(0.5, 0.5, 0.5, 1));
  }

  @Test
  void theBestOfAFamilyCostsTheLeastBesideTheReference() {
    assertThat(measured.best("Netty")).isEmpty();
    measured.add(reference, 0, cpu(10));
    measured.add(slowNetty, 0, cpu(12));
    assertThat(measured.best("Netty")).contains(slowNetty);
    measured.add(fastNetty, 0, cpu(11));
    assertThat(measured.best("Netty")).contains(fastNetty);
  }

  @Test
  void theBestIsFoundWhereTheReferenceCostsNothing() {
    measured.add(reference, 0, cpu(0));
    measured.add(slowNetty, 0, cpu(12));
    measured.add(fastNetty, 0, cpu(11));
    assertThat(measured.best("Netty")).contains(fastNetty);
  }

  @Test
  void userModeIsTheShareOfTheTicksOfAllRounds() {
    measured.add(ours, 0, ticks(4, 1_000, 990, 100_000));
    measured.add(ours, 1, ticks(16, 1_000, 1_010, 100_000));
    // 1 % of 10 µs.
    assertThat(measured.userMicrosEach(ours).orElseThrow()).isCloseTo(0.1, within(1e-9));
    assertThat(measured.userMicrosEach(reference)).isEmpty();
  }

  private static Sample cpu(double microsEach) {
    return new Sample(Map.of("server_cpu_ms", microsEach, "count", 1_000.0));
  }

  private static Sample rate(double perSecond, double busy) {
    return new Sample(Map.of("per_second", perSecond, "server_busy", busy, "load_busy", 0.1));
  }

  private static Sample ticks(double user, double all, double charged, double count) {
    return new Sample(
        Map.of(
            "server_user_ms", user,
            "server_ticked_ms", all,
            "server_cpu_ms", charged,
            "count", count));
  }

  private static Peer peer(String name, String family) {
    return new Peer(name, family, List.of("true"), "", Peer.Transport.TCP);
  }
}
