package io.jackfield.socket;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may do beyond any user. Source: capabilities(7). */
enum Capability {
  CAP_NET_ADMIN(12),
  CAP_NET_RAW(13);

  private final int bit;

  Capability(int bit) {
    this.bit = bit;
  }

  /** Skips the test where this is missing. */
  void assume() throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .findFirst()
            .orElseThrow()
            .substring(8)
            .strip();
    assumeTrue((Long.parseLong(mask, 16) >>> bit & 1) == 1, "needs " + name());
  }
}
