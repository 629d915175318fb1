package io.jackfield.conformance.e2e;

/** Programs under a filter of system calls, as containers have one. Source: seccomp(2). */
public final class Filtered {
  /** {@code io_uring_setup} is 425 on every architecture; the filter answers it with EPERM. */
  private static final String SCRIPT =
      """
      import ctypes, os, struct, sys
      def step(code, yes, no, k):
          return struct.pack('HBBI', code, yes, no, k)
      load_number = step(0x20, 0, 0, 0)
      is_it_the_call = step(0x15, 0, 1, 425)
      refuse = step(0x06, 0, 0, 0x00050000 | 1)
      allow = step(0x06, 0, 0, 0x7fff0000)
      steps = ctypes.create_string_buffer(load_number + is_it_the_call + refuse + allow)
      program = ctypes.create_string_buffer(struct.pack('HxxxxxxP', 4, ctypes.addressof(steps)))
      libc = ctypes.CDLL(None, use_errno=True)
      PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
      if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
              PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program):
          sys.exit('seccomp: ' + os.strerror(ctypes.get_errno()))
      os.execvp(sys.argv[1], sys.argv[1:])
      """;

  private Filtered() {}

  /** Runs a command that cannot open a ring. */
  public static Command withoutIoUring() {
    return Command.tool("python3", "-c", SCRIPT);
  }
}
