package io.jackfield.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PatienceTest {
  private static final long SECOND = 1_000_000_000;
  private static final long BEGIN = Long.MAX_VALUE - 5 * SECOND; // It overflows meanwhile.

  private static final Limits LIMITS =
      Limits.builder()
          .firstByteTimeout(Duration.ofSeconds(10))
          .idleTimeout(Duration.ofSeconds(20))
          .messageTimeout(Duration.ofSeconds(4))
          .minimumRate(100)
          .build();

  private final Patience patience = new Patience(LIMITS, BEGIN);

  private static long at(double seconds) {
    return BEGIN + (long) (seconds * SECOND);
  }

  private String exceeded(double seconds) {
    assertThat(patience.leftNanos(at(seconds) - 1)).isEqualTo(1);
    assertThat(patience.leftNanos(at(seconds))).isZero();
    return requireNonNull(patience.exceeded(at(seconds)).getMessage());
  }

  @Test
  void theFirstByteHasItsTime() {
    assertThat(exceeded(10)).isEqualTo("the client's first byte has not come after 10000 ms");
  }

  @Test
  void thenSilenceHas() {
    patience.received(1, at(9));
    assertThat(exceeded(29)).isEqualTo("the client is silent after 20000 ms");
    patience.received(1, at(28));
    assertThat(exceeded(48)).contains("silent");
  }

  @Test
  void aMessageThatHasBegunHasItsTimeAndMoreTheMoreComes() {
    patience.received(1, at(2));
    patience.midway(true);
    assertThat(exceeded(6)).isEqualTo("a message is not whole after 4000 ms");
    patience.received(50, at(5));
    patience.midway(true);
    assertThat(exceeded(6.5)).isEqualTo("a message is not whole after 4500 ms");
    patience.received(1, at(6));
    patience.midway(false);
    assertThat(exceeded(26)).contains("silent");
    patience.midway(true);
    assertThat(exceeded(10)).isEqualTo("a message is not whole after 4000 ms");
  }

  @Test
  void whatIsSentMustBeTakenAtARate() {
    patience.received(1, at(1));
    patience.sending(200, at(2));
    assertThat(exceeded(22)).isEqualTo("the client does not take what is sent after 22000 ms");
    patience.sent(at(21));
    assertThat(exceeded(24)).contains("does not take");
    patience.sending(100, at(22));
    patience.sent(at(22));
    assertThat(exceeded(25)).contains("does not take what is sent after 23000 ms");
    patience.allSent();
    assertThat(exceeded(42)).contains("silent");
  }

  @Test
  void aConversationMayHaveAnEnd() {
    Limits bounded = LIMITS.change().totalTimeout(Duration.ofSeconds(5)).build();
    var one = new Patience(bounded, BEGIN);
    one.received(1, at(4.5));
    assertThat(one.leftNanos(at(5) - 1)).isEqualTo(1);
    assertThat(one.exceeded(at(5))).hasMessage("the conversation has not ended after 5000 ms");
  }

  @Test
  void mostWaitsAreAsLongAsSilenceMayBe() throws Exception {
    patience.received(1, at(1));
    assertThat(patience.toWait(at(2))).isEqualTo(LIMITS.idleTimeout());
    patience.midway(true);
    assertThat(patience.toWait(at(3))).isEqualTo(Duration.ofSeconds(2));
    assertThatThrownBy(() -> patience.toWait(at(5))).isInstanceOf(ClientTimeoutException.class);
  }

  @Test
  void limitsWithoutEndAreNone() throws Exception {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    Limits none =
        Limits.builder()
            .firstByteTimeout(endless)
            .idleTimeout(endless)
            .messageTimeout(endless)
            .totalTimeout(endless)
            .minimumRate(1)
            .build();
    var patient = new Patience(none, BEGIN);
    patient.received(Integer.MAX_VALUE, at(1));
    patient.midway(true);
    patient.sending(Long.MAX_VALUE, at(1));
    assertThat(patient.leftNanos(at(1_000_000))).isPositive();
    assertThat(patient.toWait(at(1_000_000))).isPositive();
  }
}
