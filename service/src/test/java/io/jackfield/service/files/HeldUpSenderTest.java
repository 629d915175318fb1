package io.jackfield.service.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.StreamOptions;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sender that asks on and on, and does not read what it is answered. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HeldUpSenderTest {
  private static final String HELLO = "/files 1\n";
  private static final String ASKED = "PUT 5 0 644 a\n";
  private static final String ANSWER = "HAVE\n" + "0".repeat(64) + "\n";

  /** With more answers than a kernel keeps for a Unix socket, and the limit besides. */
  private static final int COUNT = 8_000;

  private static final StreamOptions FEW =
      StreamOptions.builder().writeLimitBytes(128 << 10).build();

  @TempDir private Path folder;

  @Test
  void isHeldUpAndAnsweredWhenItReads() throws Exception {
    Files.writeString(folder.resolve("a"), "hello");
    var settings = ReceivingSettings.into(folder);
    var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (var receiver = new ReceiverAtWork(settings)) {
      var reactor = receiver.reactor();
      var _ =
          reactor
              .submit(() -> reactor.listen(address, new Receiving(settings, receiver), FEW))
              .get();
      try (var sender = SocketChannel.open(address)) {
        Thread.ofVirtual().start(() -> ask(sender));
        receiver.awaitSilence();
        byte[] answers =
            Channels.newInputStream(sender).readNBytes("OK 1\n".length() + COUNT * ANSWER.length());
        assertThat(new String(answers, US_ASCII).replaceAll("[0-9a-f]{64}", "0".repeat(64)))
            .isEqualTo("OK 1\n" + ANSWER.repeat(COUNT));
      }
    }
  }

  private static void ask(SocketChannel sender) {
    ByteBuffer all = ByteBuffer.wrap((HELLO + ASKED.repeat(COUNT)).getBytes(US_ASCII));
    try {
      while (all.hasRemaining()) {
        sender.write(all);
      }
    } catch (IOException e) {
      // What it hears tells more.
    }
  }
}
