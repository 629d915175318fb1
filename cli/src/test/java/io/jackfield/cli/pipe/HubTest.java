package io.jackfield.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HubTest {
  private final FakeEnd standard = new FakeEnd(End.Kind.STANDARD);
  private final FakeEnd one = new FakeEnd();
  private final FakeEnd other = new FakeEnd();
  private final List<LossReason> gone = new ArrayList<>();
  private final Hub hub =
      new Hub(
          standard.end(),
          PipeRules.PLAIN,
          failure -> {
            throw new AssertionError(failure);
          },
          (_, reason) -> gone.add(reason));

  @Test
  void inputGoesToAllAndIsReadAsLongAsThereIsOne() {
    hub.add(one.end());
    assertThat(standard.asked()).containsExactly("resumeReading");
    hub.add(other.end());
    standard.say("a");
    assertThat(one.asked()).containsExactly("resumeReading", "write a");
    assertThat(other.asked()).containsExactly("resumeReading", "write a");
    one.protocol().connectionLost(new LossReason.Done());
    standard.say("b");
    assertThat(one.asked()).isEmpty();
    assertThat(other.asked()).containsExactly("write b");
    assertThat(standard.asked()).endsWith("resumeReading");
    other.protocol().connectionLost(new LossReason.Done());
    assertThat(standard.asked()).containsExactly("pauseReading");
    assertThat(gone).hasSize(2);
  }

  @Test
  void inputWaitsForTheSlowOnesButNotForThoseThatHaveGone() {
    hub.add(one.end());
    hub.add(other.end());
    one.protocol().writePaused();
    assertThat(standard.asked()).endsWith("pauseReading");
    other.protocol().writePaused();
    one.protocol().writeResumed();
    assertThat(standard.asked()).containsOnly("pauseReading");
    other.protocol().connectionLost(new LossReason.Done());
    assertThat(standard.asked()).containsOnly("resumeReading");
  }

  @Test
  void whereTheOutputIsNotReadNobodyIs() {
    hub.add(one.end());
    assertThat(one.asked()).containsExactly("resumeReading");
    standard.protocol().writePaused();
    assertThat(one.asked()).containsExactly("pauseReading");
    hub.add(other.end());
    assertThat(other.asked()).isEmpty();
    standard.protocol().writeResumed();
    assertThat(one.asked()).containsExactly("resumeReading");
    assertThat(other.asked()).containsExactly("resumeReading");
  }

  @Test
  void whoComesAfterTheEndOfInputIsToldOfItToo() {
    hub.add(one.end());
    standard.protocol().endReceived();
    assertThat(one.asked()).endsWith("endOutput");
    hub.add(other.end());
    assertThat(other.asked()).containsExactly("endOutput", "resumeReading");
  }
}
