package io.jackfield.socket.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;

/** A thread that may no more than any user's, whoever runs the tests. Source: capset(2). */
public final class Unprivileged {
  private static final int NR_CAPSET =
      System.getProperty("os.arch", "").equals("aarch64") ? 91 : 126;
  private static final int VERSION_3 = 0x2008_0522;
  private static final int HEADER_BYTES = 8;

  /** Twice three sets of 32 capabilities each. */
  private static final int DATA_BYTES = 24;

  private Unprivileged() {}

  /** Runs {@code body} on a thread without any capability. */
  public static <T> T run(Callable<T> body) throws Exception {
    return OwnThread.run(() -> {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate(HEADER_BYTES + DATA_BYTES, 8);
        memory.set(ValueLayout.JAVA_INT, 0, VERSION_3);
        long at = memory.address();
        MemorySegment callState = arena.allocate(Syscall.CALL_STATE);
        assertThat(Syscall.call(callState, NR_CAPSET, at, at + HEADER_BYTES, 0, 0, 0, 0)).isZero();
      }
      return body.call();
    });
  }
}
