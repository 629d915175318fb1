package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PassedLimitsTest {
  /** Each is another, so that none is taken for its neighbour. */
  private static final Limits ALL_DIFFERENT =
      new Limits(
          11,
          12,
          13,
          Duration.ofMillis(14),
          Duration.ofNanos(15),
          Duration.ofDays(16),
          17,
          Duration.ofSeconds(18, 19),
          1L << 40,
          20,
          Limits.LEAST_WRITE_BUFFER_BYTES + 21);

  @Test
  void aWorkerReadsTheLimitsThatTheServerHas() throws IOException {
    assertThat(PassedLimits.decoded(PassedLimits.encoded(ALL_DIFFERENT))).isEqualTo(ALL_DIFFERENT);
  }

  @Test
  void aConversationMayLastForEverThereToo() throws IOException {
    Limits endless = ALL_DIFFERENT.change().totalTimeout(null).build();
    assertThat(PassedLimits.decoded(PassedLimits.encoded(endless))).isEqualTo(endless);
  }
}
