package io.jackfield.service.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.service.ping.IcmpMessage.EchoHeader;
import io.jackfield.service.ping.IcmpMessage.EchoReply;
import io.jackfield.service.ping.IcmpMessage.EchoRequest;
import io.jackfield.service.ping.IcmpMessage.Malformed;
import io.jackfield.service.ping.IcmpMessage.Other;
import io.jackfield.service.ping.IcmpMessage.Problem;
import io.jackfield.service.ping.PingEvent.NotSent;
import io.jackfield.service.ping.PingEvent.Replied;
import io.jackfield.service.ping.PingEvent.Troubled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PingerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<PingEvent> events = new ArrayList<>();

  private static PingPlan plan(long count) {
    return new PingPlan(FakeTransport.HOST, count, SECOND, 56, null, null);
  }

  private static FakeTransport network(FakeTransport.Network network) {
    // Near the end of what a long can count: the clock may begin anywhere.
    return new FakeTransport(Long.MAX_VALUE - 500_000_000, network);
  }

  private PingStatistics run(PingPlan plan, FakeTransport transport) throws IOException {
    try (var pinger = new Pinger(plan, transport, transport::nanoTime, events::add)) {
      return pinger.run();
    }
  }

  private static long millisPassed(FakeTransport transport) {
    return (transport.nanoTime() - (Long.MAX_VALUE - 500_000_000)) / 1_000_000;
  }

  @Test
  void requestsGoOutOneAnIntervalAndEachReplyIsTold() throws IOException {
    FakeTransport network = network((to, sequence) -> to.reply(sequence, sequence));
    PingStatistics all = run(plan(3), network);
    assertThat(network.sentAtMillis).containsExactly(0L, 1_000L, 2_000L);
    assertThat(network.dataBytes).containsExactly(56, 56, 56);
    assertThat(events).containsExactly(reply(1, 1, false), reply(2, 2, false), reply(3, 3, false));
    assertThat(all)
        .isEqualTo(
            new PingStatistics(
                3,
                3,
                0,
                0,
                Duration.ofSeconds(2),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(3),
                Duration.ofNanos(816_497)));
    assertThat(millisPassed(network)).as("it ends with the last reply").isEqualTo(2_003);
  }

  private static Replied reply(int sequence, int millis, boolean duplicate) {
    return new Replied(FakeTransport.HOST, 64, sequence, 60, Duration.ofMillis(millis), duplicate);
  }

  @Test
  void withoutAnyReplyItWaitsTenSecondsAfterTheLastRequest() throws IOException {
    FakeTransport silent = network((to, sequence) -> {});
    PingStatistics all = run(plan(2), silent);
    assertThat(all.received()).isZero();
    assertThat(all.elapsed()).isEqualTo(SECOND);
    assertThat(millisPassed(silent)).isEqualTo(11_000);
    assertThat(events).isEmpty();
  }

  @Test
  void onceAReplyCameItWaitsForTheOthersTwiceAsLongButAtLeastAnInterval() throws IOException {
    FakeTransport slow =
        network((to, sequence) -> {
          if (sequence == 1) {
            to.reply(1, 700);
          }
        });
    run(plan(2), slow);
    assertThat(millisPassed(slow)).isEqualTo(1_000 + 1_400);
    FakeTransport quick =
        network((to, sequence) -> {
          if (sequence == 1) {
            to.reply(1, 1);
          }
        });
    run(plan(2), quick);
    assertThat(millisPassed(quick)).isEqualTo(1_000 + 1_000);
  }

  @Test
  void aWaitThatWasAskedForIsKept() throws IOException {
    FakeTransport silent = network((to, sequence) -> {});
    var wait = Duration.ofMillis(300);
    run(new PingPlan(FakeTransport.HOST, 1, SECOND, 0, null, wait), silent);
    assertThat(millisPassed(silent)).isEqualTo(300);
    assertThat(silent.dataBytes).containsExactly(0);
  }

  @Test
  void aReplyThatIsLateCountsAndShowsItsRealTime() throws IOException {
    FakeTransport late = network((to, sequence) -> to.reply(sequence, sequence == 1 ? 2_500 : 5));
    PingStatistics all = run(plan(4), late);
    assertThat(events)
        .containsExactly(
            reply(2, 5, false), reply(3, 5, false), reply(1, 2_500, false), reply(4, 5, false));
    assertThat(all.received()).isEqualTo(4);
  }

  @Test
  void ofTwoRepliesToARequestTheSecondIsADuplicate() throws IOException {
    FakeTransport echoing =
        network((to, sequence) -> {
          to.reply(sequence, 1);
          to.reply(sequence, 3);
        });
    PingStatistics all = run(plan(2), echoing);
    assertThat(events)
        .as("who waits for nothing more does not see the last one")
        .containsExactly(reply(1, 1, false), reply(1, 3, true), reply(2, 1, false));
    assertThat(all.received()).isEqualTo(2);
    assertThat(all.duplicates()).isEqualTo(1);
    assertThat(all.max()).isEqualTo(Duration.ofMillis(3));
  }

  @Test
  void whatOtherPingersAreToldIsNotForUs() throws IOException {
    FakeTransport shared =
        network((to, sequence) -> {
          ByteBuffer none = ByteBuffer.allocate(0);
          to.arrive(new EchoReply(FakeTransport.IDENTIFIER ^ 1, sequence, none), 1);
          to.arrive(new EchoReply(FakeTransport.IDENTIFIER, sequence + 1, none), 1);
          to.arrive(new EchoRequest(FakeTransport.IDENTIFIER, sequence, none), 1);
          to.arrive(problem(FakeTransport.IDENTIFIER ^ 1, sequence), 1);
          to.arrive(problem(FakeTransport.IDENTIFIER, sequence + 7), 1);
          to.arrive(new Problem(IcmpVersion.V4, 11, 0, 0, null), 1);
          to.arrive(new Malformed("it"), 1);
          to.arrive(new Other(9, 0), 1);
        });
    PingStatistics all = run(plan(1), shared);
    assertThat(events).isEmpty();
    assertThat(all.received()).isZero();
    assertThat(all.errors()).isZero();
  }

  private static Problem problem(int identifier, int sequence) {
    return new Problem(IcmpVersion.V4, 11, 0, 0, new EchoHeader(identifier, sequence));
  }

  @Test
  void aProblemIsToldAndNothingMoreIsWaitedFor() throws IOException {
    FakeTransport routed =
        network((to, sequence) -> to.arrive(problem(FakeTransport.IDENTIFIER, sequence), 2));
    PingStatistics all = run(plan(2), routed);
    assertThat(events)
        .containsExactly(
            new Troubled(FakeTransport.HOST, 1, "Time to live exceeded"),
            new Troubled(FakeTransport.HOST, 2, "Time to live exceeded"));
    assertThat(all.errors()).isEqualTo(2);
    assertThat(all.received()).isZero();
    assertThat(millisPassed(routed)).isEqualTo(1_002);
  }

  @Test
  void whereTheFirstRequestCannotBeSentNothingIs() {
    var unreachable = new IOException("unreachable");
    FakeTransport nowhere =
        network((to, sequence) -> {
          throw unreachable;
        });
    assertThatThrownBy(() -> run(plan(3), nowhere)).isSameAs(unreachable);
    assertThat(nowhere.sentAtMillis).hasSize(1);
  }

  @Test
  void aLaterRequestThatCannotBeSentIsToldAndTheNextIsTried() throws IOException {
    var unreachable = new IOException("unreachable");
    FakeTransport flaky =
        network((to, sequence) -> {
          if (sequence == 2) {
            throw unreachable;
          }
          to.reply(sequence, 1);
        });
    PingStatistics all = run(plan(3), flaky);
    assertThat(events)
        .containsExactly(reply(1, 1, false), new NotSent(2, unreachable), reply(3, 1, false));
    assertThat(all.transmitted()).isEqualTo(3);
    assertThat(all.received()).isEqualTo(2);
    assertThat(all.errors()).isEqualTo(1);
  }

  @Test
  void whoWasHeldUpDoesNotCatchUp() throws IOException {
    FakeTransport stalling =
        network((to, sequence) -> {
          to.reply(sequence, 0.1);
          if (sequence == 2) {
            to.pass(Duration.ofMillis(3_500));
          }
        });
    run(plan(5), stalling);
    assertThat(stalling.sentAtMillis).containsExactly(0L, 1_000L, 4_500L, 5_500L, 6_500L);
  }

  @Test
  void aStopEndsItWithTheStatisticsOfWhatWasDone() throws IOException {
    var running = new AtomicReference<Pinger>();
    FakeTransport endless =
        network((to, sequence) -> {
          if (sequence == 3) {
            running.get().stop();
          }
          to.reply(sequence, 1);
        });
    try (var pinger = new Pinger(plan(PingPlan.ENDLESS), endless, endless::nanoTime, events::add)) {
      running.set(pinger);
      PingStatistics all = pinger.run();
      assertThat(all.transmitted()).isEqualTo(3);
      assertThat(all.received()).isEqualTo(2);
    }
  }

  @Test
  void aCloseThatNobodyAskedForIsAnError() throws IOException {
    FakeTransport closing = network((to, sequence) -> to.close());
    assertThatThrownBy(() -> run(plan(2), closing)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    for (Runnable senseless :
        List.<Runnable>of(
            () -> new PingPlan(FakeTransport.HOST, 0, SECOND, 56, null, null),
            () -> new PingPlan(FakeTransport.HOST, 1, Duration.ZERO, 56, null, null),
            () -> new PingPlan(FakeTransport.HOST, 1, SECOND, -1, null, null),
            () -> new PingPlan(FakeTransport.HOST, 1, SECOND, 65_508, null, null),
            () -> new PingPlan(FakeTransport.HOST, 1, SECOND, 56, 0, null),
            () -> new PingPlan(FakeTransport.HOST, 1, SECOND, 56, 256, null),
            () -> new PingPlan(FakeTransport.HOST, 1, SECOND, 56, null, SECOND.negated()))) {
      assertThatThrownBy(senseless::run).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new PingPlan(FakeTransport.HOST, 1, SECOND, 65_507, 255, Duration.ZERO)).isNotNull();
  }
}
