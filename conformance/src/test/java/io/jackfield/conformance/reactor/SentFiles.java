package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.Transport;
import io.jackfield.socket.OpenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** What tests of files that are sent have in common. */
final class SentFiles {
  /** More than all buffers on the way hold. */
  static final int MUCH = 12_000_001;

  private SentFiles() {}

  static Path file(Path folder, byte[] content) throws IOException {
    return Files.write(folder.resolve("file"), content);
  }

  static byte[] random(int count, int seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** The file is closed as soon as it is on its way. */
  static CompletableFuture<Long> send(Transport to, Path path, long offset, long length)
      throws IOException {
    try (OpenFile file = OpenFile.forReading(path)) {
      return to.sendFile(file, offset, length);
    }
  }

  static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static Throwable failure(CompletableFuture<Long> failed) {
    assertThat(failed).isCompletedExceptionally();
    return failed.exceptionNow();
  }

  /** Turns until what is on its way has filled all there is. */
  static void untilStuck(Pair pair) {
    for (int i = 0; i < 10; i++) {
      pair.scene().pass(Duration.ofMillis(10));
    }
  }
}
