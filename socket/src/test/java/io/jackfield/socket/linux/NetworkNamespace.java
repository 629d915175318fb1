package io.jackfield.socket.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * A network of the test's own, with its own devices, addresses and settings, gone when the test is
 * over: a thread that has left the machine's. Sockets opened on it stay in it. Source:
 * network_namespaces(7), unshare(2).
 */
public final class NetworkNamespace {
  private static final int NR_UNSHARE = System.getProperty("os.arch").equals("aarch64") ? 97 : 272;
  private static final long CLONE_NEWNET = 0x4000_0000L;

  private NetworkNamespace() {}

  /**
   * Runs {@code body} in a new one, in which {@code lo} is up.
   *
   * @param setup arguments for ip(8), one command each
   */
  public static <T> T run(List<String> setup, Callable<T> body) throws Exception {
    return OwnThread.run(() -> {
      unshare();
      ip("link set lo up");
      for (String command : setup) {
        ip(command);
      }
      return body.call();
    });
  }

  private static void unshare() {
    try (Arena arena = Arena.ofConfined()) {
      long result =
          Syscall.call(arena.allocate(Syscall.CALL_STATE), NR_UNSHARE, CLONE_NEWNET, 0, 0, 0, 0, 0);
      assumeTrue(result == 0, "a network namespace needs CAP_SYS_ADMIN");
    }
  }

  /** A child process is in the namespace of the thread that started it. */
  private static void ip(String command) throws Exception {
    Process process =
        new ProcessBuilder(Pattern.compile(" ").splitAsStream("ip " + command).toList())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).as("ip " + command).isZero();
  }
}
