package io.jackfield.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PipeTest {
  private static final PipeRules FORTH = new PipeRules(true, false, false, true, null, null, null);

  private final FakeEnd one = new FakeEnd();
  private final FakeEnd other = new FakeEnd();

  @Test
  void bytesGoBothWays() {
    Pipe pipe = Pipe.join(one.end(), other.end(), PipeRules.PLAIN);
    one.say("forth");
    other.say("back");
    assertThat(one.asked()).containsExactly("resumeReading", "write back");
    assertThat(other.asked()).containsExactly("resumeReading", "write forth");
    assertThat(pipe.passed()).isEqualTo(9);
  }

  @Test
  void whoeverIsNotListenedToIsReadAllTheSameSoThatItsEndIsSeen() {
    Pipe pipe = Pipe.join(one.end(), other.end(), FORTH);
    other.say("dropped");
    assertThat(one.asked()).containsExactly("resumeReading");
    assertThat(other.asked()).containsExactly("resumeReading");
    other.protocol().connectionLost(new LossReason.Lost(new IOException("reset")));
    one.protocol().connectionLost(new LossReason.Aborted());
    assertThat(pipe.ended().join().reason()).isInstanceOf(LossReason.Lost.class);
  }

  @Test
  void whatIsLostAfterItsEndIsInOrder() {
    Pipe pipe = Pipe.join(one.end(), other.end(), PipeRules.PLAIN);
    other.protocol().endReceived();
    other.protocol().connectionLost(new LossReason.Lost(new IOException("reset")));
    assertThat(one.asked()).endsWith("close").doesNotContain("abort");
    one.protocol().connectionLost(new LossReason.Done());
    assertThat(pipe.ended().join().reason()).isEqualTo(new LossReason.Done());
  }

  @Test
  void theFirstFailureIsTheReason() {
    var first = new LossReason.Lost(new IOException("first"));
    Pipe pipe = Pipe.join(one.end(), other.end(), PipeRules.PLAIN);
    one.protocol().connectionLost(first);
    assertThat(other.asked()).endsWith("abort");
    other.protocol().connectionLost(new LossReason.Aborted());
    assertThat(pipe.ended().join().reason()).isEqualTo(first);
  }

  @Test
  void whatIsOnlyReadIsNotWrittenAndItsEndIsOne() {
    var file = new FakeEnd(End.Kind.SOURCE);
    Pipe.join(other.end(), file.end(), PipeRules.PLAIN);
    other.say("for nobody");
    other.protocol().endReceived();
    assertThat(file.asked()).containsExactly("resumeReading");
    file.say("content");
    file.protocol().endReceived();
    assertThat(other.asked()).containsExactly("resumeReading", "write content", "close");
  }
}
