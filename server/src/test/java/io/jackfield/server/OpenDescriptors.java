package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** This process's descriptors. Source: proc(5). */
final class OpenDescriptors {
  private static final Duration SOON = Duration.ofSeconds(10);

  private OpenDescriptors() {}

  static int count() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return (int) all.count();
    }
  }

  /**
   * Waits until they are no more: who has ended, a loop or a child's pipes, gives back the last of
   * its own a little later.
   */
  static void awaitAtMost(int most) throws IOException {
    long begun = System.nanoTime();
    while (count() > most) {
      assertThat(System.nanoTime() - begun)
          .as("%d descriptors, not %d", count(), most)
          .isLessThan(SOON.toNanos());
      Thread.onSpinWait();
    }
  }
}
