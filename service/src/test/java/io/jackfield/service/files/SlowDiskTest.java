package io.jackfield.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.service.FakeTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver does while its disk is at work. */
@Timeout(30)
final class SlowDiskTest {
  private static final int WAITING_BYTES = 65_536;

  @TempDir private Path folder;

  private final List<String> begun = new ArrayList<>();
  private Protocol receiver;
  private FakeTransport sender;

  @BeforeEach
  void begin() throws IOException {
    TransferListener listener =
        (name, _, _) -> {
          begun.add(name);
          return TransferListener.Transfer.UNSEEN;
        };
    var receiving = new Receiving(ReceivingSettings.into(folder), listener);
    receiver = Objects.requireNonNull(receiving.buildProtocol(null));
    sender = new FakeTransport(receiver);
  }

  @AfterEach
  void end() {
    sender.close();
  }

  @Test
  void theSenderIsHeldUpUntilItIsDone() throws Exception {
    sender.come("a\n");
    sender.come("0".repeat(WAITING_BYTES - 1));
    assertThat(sender.asked()).isEmpty();
    sender.come("0");
    sender.come("0");
    assertThat(sender.asked()).containsExactly("pauseReading");
    sender.doWork();
    assertThat(sender.asked()).startsWith("write", "resumeReading");
  }

  @Test
  void whoHasGoneMeanwhileIsNotGoneOnWith() throws Exception {
    sender.come("a\n5\n");
    sender.doWork();
    assertThat(sender.asked()).containsExactly("write");
    receiver.connectionLost(new LossReason.Done());
    sender.doWork();
    assertThat(sender.asked()).isEmpty();
    assertThat(begun).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }
}
