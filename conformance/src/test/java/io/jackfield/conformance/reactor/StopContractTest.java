package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.LossReason.TimedOut;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.SystemEvents.Event;
import io.jackfield.reactor.SystemEvents.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a reactor ends that has connections. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StopContractTest {
  @ParameterizedTest
  @EnumSource
  void aStopClosesConnectionsInOrderAndWaitsForTheTriggers(World world) throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    World.Scene scene = world.open();
    Pair pair =
        Pair.open(
            scene,
            new Recorder() {
              @Override
              public void connectionLost(LossReason reason) {
                order.add("server lost");
                super.connectionLost(reason);
              }
            },
            new Recorder(),
            StreamOptions.DEFAULTS);
    var gate = new CompletableFuture<Void>();
    var events = scene.server().systemEvents();
    events.add(Phase.AFTER, Event.SHUTDOWN, () -> order.add("after"));
    events.add(Phase.DURING, Event.SHUTDOWN, () -> order.add("during"));
    events.add(
        Phase.BEFORE,
        Event.SHUTDOWN,
        () -> {
          order.add("before");
          return gate;
        });
    events.add(Phase.BEFORE, Event.SHUTDOWN, () -> order.add("taken back")).remove();
    var stopped = scene.server().stop();
    scene.pass(Duration.ofMillis(5));
    assertThat(order).containsExactly("before");
    assertThat(pair.server().isLost()).isFalse();
    gate.complete(null);
    scene.until(stopped::isDone);
    assertThat(order).containsExactly("before", "during", "server lost", "after");
    scene.close();
  }

  /** Where both sides have one reactor, its stop is told to both. */
  private static final class Staying extends Recorder {
    @Override
    public boolean stopping() {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStopWaitsForWhoeverClosesByItself(World world) throws Exception {
    try (Pair pair =
        Pair.open(world.open(), new Staying(), new Staying(), StreamOptions.DEFAULTS)) {
      var stopped = pair.scene().server().stop();
      pair.scene().pass(Duration.ofMillis(20));
      assertThat(stopped).isNotDone();
      pair.client().say("a question");
      pair.scene().until(() -> pair.server().text().equals("a question"));
      pair.server().say("an answer");
      pair.server().transport().close();
      pair.scene().until(stopped::isDone);
      assertThat(pair.server().lost).isEqualTo(new Done());
      pair.scene().until(() -> pair.client().isLost());
      assertThat(pair.client().text()).isEqualTo("an answer");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStopGivesThemNoMoreThanTheirTime(World world) throws Exception {
    Duration limit = Duration.ofMillis(100);
    var options = StreamOptions.builder().closeTimeout(limit).build();
    try (Pair pair = Pair.open(world.open(), new Staying(), new Staying(), options)) {
      var stopped = pair.scene().server().stop();
      pair.scene().until(stopped::isDone);
      // Where one reactor has both ends, what the other sees of the first may be a reset.
      assertThat(Arrays.asList(pair.server().lost, pair.client().lost))
          .contains(new TimedOut("stop", limit));
    }
  }
}
