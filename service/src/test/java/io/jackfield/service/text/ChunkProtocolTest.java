package io.jackfield.service.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.service.FakeTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ChunkProtocolTest {
  /** Says each chunk in brackets; for one with a question mark another thread is asked. */
  private static final class Brackets extends ChunkProtocol {
    @Override
    protected void chunk(ByteBuffer chunk) {
      String said = UTF_8.decode(chunk).toString();
      if (said.endsWith("?")) {
        later(() -> said, this::say);
      } else {
        say(said);
      }
    }

    private void say(String said) {
      write(("[" + said + "]").getBytes(UTF_8));
    }

    @Override
    protected void ended() {
      say("end");
    }
  }

  private final Brackets brackets = new Brackets();
  private FakeTransport client;

  @BeforeEach
  void connect() throws IOException {
    client = new FakeTransport(brackets);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void whatComesMeanwhileIsAnsweredAfterwardsInItsOrder() throws Exception {
    client.come("a?");
    client.come("b");
    client.come("c?");
    client.come("d");
    assertThat(client.written()).isEmpty();
    client.doWork();
    assertThat(client.written()).isEqualTo("[a?][b]");
    client.doWork();
    assertThat(client.written()).isEqualTo("[a?][b][c?][d]");
    assertThat(client.asked()).startsWith("pauseReading").endsWith("resumeReading");
  }

  @Test
  void whereTheClientDoesNotReadNothingIsAnsweredUntilItDoes() throws Exception {
    client.come("a?");
    client.come("b");
    client.writePaused(true);
    client.doWork();
    client.come("c");
    assertThat(client.written()).isEqualTo("[a?]");
    assertThat(client.asked()).contains("pauseReading").doesNotContain("resumeReading");
    client.writePaused(false);
    assertThat(client.written()).isEqualTo("[a?][b][c]");
    assertThat(client.asked()).endsWith("resumeReading");
  }

  @Test
  void whatHasComeIsAnsweredBeforeItStops() throws Exception {
    client.come("a?");
    client.come("b");
    assertThat(brackets.stopping()).isTrue();
    client.doWork();
    assertThat(client.written()).isEqualTo("[a?][b][end]");
    assertThat(client.asked()).endsWith("close");
  }

  @Test
  void whereNothingWaitsItStopsAtOnce() {
    client.come("a");
    assertThat(brackets.stopping()).isFalse();
    client.come("b");
    assertThat(client.written()).isEqualTo("[a]");
  }

  @Test
  void theEndIsAnsweredLast() throws Exception {
    client.come("a?");
    assertThat(brackets.endReceived()).isTrue();
    client.doWork();
    assertThat(client.written()).isEqualTo("[a?][end]");
    assertThat(client.asked()).endsWith("close");
  }
}
