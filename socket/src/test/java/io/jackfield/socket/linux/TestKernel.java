package io.jackfield.socket.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tests ask of the kernel that the library does not. */
public final class TestKernel {
  private static final boolean X86_64 = System.getProperty("os.arch", "").equals("amd64");
  private static final int NR_GETTID = X86_64 ? 186 : 178;
  private static final int NR_KILL = X86_64 ? 62 : 129;
  private static final int NR_TGKILL = X86_64 ? 234 : 131;

  private TestKernel() {}

  /** The kernel's number of the calling thread. */
  public static int threadNumber() {
    return call(NR_GETTID, 0, 0, 0);
  }

  /** Sends a signal to one thread of this process. */
  public static void signalThread(int thread, int signal) {
    call(NR_TGKILL, ProcessHandle.current().pid(), thread, signal);
  }

  /** Sends a signal to this process. */
  public static void signalProcess(int signal) {
    call(NR_KILL, ProcessHandle.current().pid(), signal, 0);
  }

  /** As somebody may do who has the same socket. */
  static void makeBlocking(int fd) {
    call(Abi.NR_FCNTL, fd, Abi.F_SETFL, 0);
  }

  private static int call(int number, long a, long b, long c) {
    Scratch scratch = Scratch.take();
    try {
      return (int) scratch.call(number, a, b, c, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** Returns when the thread waits in one of the multiplexers' calls. */
  public static void awaitInWait(int thread) throws IOException {
    Path state = Path.of("/proc/self/task/" + thread + "/syscall");
    for (; ; ) {
      String call = Files.readString(state).split(" ", 2)[0].strip();
      if (call.equals("" + Abi.NR_PSELECT6)
          || call.equals("" + Abi.NR_PPOLL)
          || call.equals("" + Abi.NR_EPOLL_PWAIT2)) {
        return;
      }
      Thread.onSpinWait();
    }
  }
}
