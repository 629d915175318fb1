package io.jackfield.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class EventLogTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void aLineSaysWhenWhatAndWho() throws InterruptedException {
    var log = new EventLog(new PrintStream(shown, true, UTF_8));
    log.tell("echo", "tcp", "127.0.0.1:1", "connected");
    log.finish();
    assertThat(shown.toString(UTF_8))
        .matches("\\d\\d:\\d\\d:\\d\\d  echo            tcp  127.0.0.1:1  connected\n");
  }

  @Test
  void aTerminalThatIsStoppedHoldsUpNobodyAndTheLossIsCounted() throws InterruptedException {
    var goOn = new CountDownLatch(1);
    var stopped =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int value) {
                write(new byte[] {(byte) value}, 0, 1);
              }

              @Override
              public void write(byte[] from, int offset, int length) {
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                shown.write(from, offset, length);
              }
            },
            true,
            UTF_8);
    var log = new EventLog(stopped);
    int told = 3 * EventLog.QUEUED_LINES;
    for (int i = 0; i < told; i++) {
      log.tell("echo", "tcp", "client " + i, "connected");
    }
    goOn.countDown();
    log.finish();
    assertThat(shown.toString(UTF_8))
        .contains("client 0 ")
        .containsPattern("… and \\d+ lines more");
    assertThat(shown.toString(UTF_8).lines().count()).isLessThan(told);
  }
}
