package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.socket.ConnectionResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every stream, whatever carries it: how it goes on and ends. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamContractTest {
  @ParameterizedTest
  @EnumSource
  void callbacksComeInOrderAndTheLossOnce(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      pair.client().say("ping");
      pair.scene().until(() -> pair.server().text().equals("ping"));
      pair.server().say("pong");
      pair.scene().until(() -> pair.client().text().equals("pong"));
      pair.client().transport().close();
      pair.untilBothLost();
      pair.scene().pass(Duration.ofMillis(5));
      assertThat(pair.client().told).containsExactly("made", "data", "lost Done");
      assertThat(pair.server().told).containsExactly("made", "data", "end", "lost Done");
      assertThat(pair.port().connections()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachHalfEndsByItself(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      pair.server().keepsOpen = true;
      pair.client().say("question");
      pair.client().transport().endOutput();
      pair.scene().until(() -> pair.server().told.contains("end"));
      assertThat(pair.server().text()).isEqualTo("question");
      assertThat(pair.client().isLost()).isFalse();
      assertThatThrownBy(() -> pair.client().say("more"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("endOutput");
      pair.server().say("answer");
      pair.scene().until(() -> pair.client().text().equals("answer"));
      pair.server().transport().endOutput();
      pair.untilBothLost();
      assertThat(pair.server().told).containsExactly("made", "data", "end", "lost Done");
      assertThat(pair.client().told).containsExactly("made", "data", "end", "lost Done");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAbortIsToldHereAsOneAndThereAsAReset(World world) throws Exception {
    try (Pair pair = Pair.open(world)) {
      pair.client().transport().abort();
      pair.client().transport().abort();
      pair.client().say("dropped");
      assertThat(pair.client().isLost()).as("not inside the call").isFalse();
      pair.untilBothLost();
      assertThat(pair.client().told).containsExactly("made", "lost Aborted");
      assertThat(pair.server().lost)
          .isInstanceOfSatisfying(
              Lost.class,
              lost -> assertThat(lost.cause()).isInstanceOf(ConnectionResetException.class));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseSendsFirstWhatWasWritten(World world) throws Exception {
    byte[] much = new byte[4_000_000];
    new Random(7).nextBytes(much);
    try (Pair pair = Pair.open(world)) {
      pair.client().transport().write(ByteBuffer.wrap(much));
      pair.client().transport().close();
      pair.client().transport().close();
      pair.client().say("dropped");
      pair.untilBothLost();
      assertThat(pair.server().data.toByteArray()).isEqualTo(much);
      assertThat(pair.client().told).startsWith("made").endsWith("lost Done");
    }
  }

  @ParameterizedTest
  @EnumSource
  void addressesAreThoseOfTheTwoEnds(World world) throws IOException {
    try (Pair pair = Pair.open(world)) {
      assertThat(pair.client().transport().remoteAddress()).isEqualTo(pair.port().localAddress());
      assertThat(pair.server().transport().remoteAddress())
          .isEqualTo(pair.client().transport().localAddress());
    }
  }
}
