package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.LossReason.Aborted;
import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transport tells who looks after it, whoever its protocol is. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndedContractTest {
  /** Tells a list what it is told. */
  private static final class Last extends Recorder {
    private final List<Object> order;

    Last(List<Object> order) {
      this.order = order;
    }

    @Override
    public boolean stopping() {
      say("bye");
      order.add("stopping");
      return false;
    }

    @Override
    public void connectionLost(LossReason reason) {
      order.add("last");
      super.connectionLost(reason);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itsEndIsToldAfterTheLastProtocolWasTold(World world) throws Exception {
    List<Object> order = new ArrayList<>();
    try (Pair pair = Pair.open(world)) {
      Transport transport = pair.server().transport();
      var ended = transport.ended();
      var _ = ended.thenAccept(order::add);
      transport.protocol(new Last(order));
      pair.client().transport().close();
      pair.scene().until(ended::isDone);
      assertThat(order).containsExactly("last", new Done());
      assertThat(pair.server().isLost()).isFalse();
      assertThat(transport.ended()).isCompletedWithValue(new Done());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyCanPretendThatItHasEnded(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      Transport transport = pair.server().transport();
      assertThat(transport.ended().complete(new Done())).isTrue();
      var ended = transport.ended();
      assertThat(ended).isNotDone();
      transport.abort();
      pair.scene().until(ended::isDone);
      assertThat(ended).isCompletedWithValue(new Aborted());
    }
  }

  @ParameterizedTest
  @EnumSource
  void itSaysHowMuchHasMoved(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      assertThat(pair.server().transport().receivedBytes()).isZero();
      pair.client().say("a question");
      pair.scene().until(() -> pair.server().text().equals("a question"));
      pair.server().say("an answer");
      pair.scene().until(() -> pair.client().text().equals("an answer"));
      pair.scene().until(() -> pair.server().transport().sentBytes() == 9);
      pair.scene().until(() -> pair.client().transport().sentBytes() == 10);
      assertThat(pair.server().transport().receivedBytes()).isEqualTo(10);
      assertThat(pair.client().transport().receivedBytes()).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneIsStoppedAsAReactorStopsAll(World world) throws Exception {
    List<Object> order = new ArrayList<>();
    try (Pair pair =
        Pair.open(world.open(), new Last(order), new Recorder(), StreamOptions.DEFAULTS)) {
      pair.server().transport().stop();
      pair.server().transport().stop();
      pair.untilBothLost();
      assertThat(order).containsExactly("stopping", "last");
      assertThat(pair.client().text()).isEqualTo("bye");
      assertThat(pair.server().lost).isEqualTo(new Done());
    }
  }
}
