package io.jackfield.service.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.service.ping.EchoSession.Answer;
import org.junit.jupiter.api.Test;

final class EchoSessionTest {
  private final EchoSession session = new EchoSession();

  @Test
  void numbersBeginWithOneAndComeAgainAfter65536() {
    assertThat(session.next()).isEqualTo(1);
    for (int expected = 2; expected < 65_536; expected++) {
      assertThat(session.next()).isEqualTo(expected);
    }
    assertThat(session.next()).isZero();
    assertThat(session.next()).isEqualTo(1);
    assertThat(session.sent()).isEqualTo(65_537);
  }

  @Test
  void theFirstAnswerCountsAndTheOthersAreDuplicates() {
    int sequence = session.next();
    assertThat(session.answered(sequence)).isEqualTo(Answer.FIRST);
    assertThat(session.answered(sequence)).isEqualTo(Answer.DUPLICATE);
    assertThat(session.answered(sequence)).isEqualTo(Answer.DUPLICATE);
  }

  @Test
  void whatWasNeverSentIsSomebodyElses() {
    session.next();
    assertThat(session.answered(2)).isEqualTo(Answer.UNKNOWN);
    assertThat(session.answered(0)).isEqualTo(Answer.UNKNOWN);
    assertThat(session.troubled(2)).isFalse();
    assertThat(session.isWaiting()).isTrue();
  }

  @Test
  void itWaitsUntilSomethingHasComeBackOfEach() {
    assertThat(session.isWaiting()).isFalse();
    int first = session.next();
    int second = session.next();
    session.answered(second);
    assertThat(session.isWaiting()).isTrue();
    session.troubled(first);
    assertThat(session.isWaiting()).isFalse();
  }

  @Test
  void anAnswerAfterAProblemIsNoDuplicate() {
    int sequence = session.next();
    assertThat(session.troubled(sequence)).isTrue();
    assertThat(session.answered(sequence)).isEqualTo(Answer.FIRST);
    assertThat(session.troubled(sequence)).as("told all the same").isTrue();
    assertThat(session.answered(sequence)).isEqualTo(Answer.DUPLICATE);
    assertThat(session.isWaiting()).isFalse();
  }

  @Test
  void anAnswerCountsForTheLatestRequestOfItsNumber() {
    session.sent(session.next(), 100);
    session.answered(1);
    for (int i = 0; i < EchoSession.NUMBERS - 1; i++) {
      session.answered(session.next());
    }
    session.sent(session.next(), 900);
    assertThat(session.sentNanos(1)).isEqualTo(900);
    assertThat(session.answered(1)).isEqualTo(Answer.FIRST);
  }

  @Test
  void aRequestStillOutWhenItsNumberComesAgainIsGivenUp() {
    for (int i = 0; i <= EchoSession.NUMBERS; i++) {
      session.next();
    }
    for (int sequence = 0; sequence < EchoSession.NUMBERS; sequence++) {
      assertThat(session.isWaiting()).isTrue();
      session.answered(sequence);
    }
    assertThat(session.isWaiting()).isFalse();
  }
}
