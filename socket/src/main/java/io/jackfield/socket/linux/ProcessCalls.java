package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.nio.file.Path;
import java.util.Map;

/**
 * Calls about other processes and their terminals. As {@link SocketCalls}: a result of 0 or more,
 * or a negated errno. Source: kill(2), pty(7), ioctl_tty(2).
 */
public final class ProcessCalls {
  /** By their names without the prefix; those whose numbers all architectures share. */
  private static final Map<String, Integer> SIGNALS =
      Map.ofEntries(
          Map.entry("HUP", Abi.SIGHUP),
          Map.entry("INT", Abi.SIGINT),
          Map.entry("QUIT", Abi.SIGQUIT),
          Map.entry("KILL", Abi.SIGKILL),
          Map.entry("USR1", Abi.SIGUSR1),
          Map.entry("USR2", Abi.SIGUSR2),
          Map.entry("ALRM", Abi.SIGALRM),
          Map.entry("TERM", Abi.SIGTERM),
          Map.entry("CONT", Abi.SIGCONT),
          Map.entry("STOP", Abi.SIGSTOP),
          Map.entry("TSTP", Abi.SIGTSTP),
          Map.entry("WINCH", Abi.SIGWINCH));

  private ProcessCalls() {}

  /**
   * The number of a signal.
   *
   * @param name without its prefix: {@code TERM}
   * @throws IllegalArgumentException if it is none of those known here
   */
  public static int signal(String name) {
    Integer number = SIGNALS.get(name);
    if (number == null) {
      throw new IllegalArgumentException(
          "no signal '" + name + "'; there are " + String.join(", ", SIGNALS.keySet()));
    }
    return number;
  }

  /** {@code kill(2)}: to a process, or to the group {@code -pid}. */
  public static int kill(int pid, int signal) {
    Scratch scratch = Scratch.take();
    try {
      return (int) scratch.call(Abi.NR_KILL, pid, signal, 0, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * A new pseudo terminal, its side of the program that plays the terminal: {@code posix_openpt(3)}
   * and {@code unlockpt(3)}.
   */
  public static int openTerminal() {
    int master = FileCalls.open(Path.of("/dev/ptmx"), true, true, false, false);
    if (master < 0) {
      return master;
    }
    int result = onTerminal(master, Abi.TIOCSPTLCK, 0);
    if (result < 0) {
      SocketCalls.close(master);
      return result;
    }
    return master;
  }

  /** Which one it is: {@code N} of {@code /dev/pts/N}, {@code ptsname(3)}. */
  public static int terminalNumber(int master) {
    return onTerminal(master, Abi.TIOCGPTN, 0);
  }

  private static int onTerminal(int master, int request, int value) {
    Scratch scratch = Scratch.take();
    try {
      scratch.value.set(JAVA_INT, 0, value);
      // The kernel takes the request as 32 bits without a sign.
      int result =
          (int)
              scratch.call(
                  Abi.NR_IOCTL,
                  master,
                  Integer.toUnsignedLong(request),
                  scratch.value.address(),
                  0,
                  0);
      return result < 0 ? result : scratch.value.get(JAVA_INT, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** How large the terminal's window is, which its programs are told by {@code SIGWINCH}. */
  public static int terminalSize(int master, int rows, int columns) {
    Scratch scratch = Scratch.take();
    try {
      // struct winsize { unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel; }
      scratch.value.set(JAVA_INT, 0, 0);
      scratch.value.set(JAVA_INT, Integer.BYTES, 0);
      scratch.value.set(JAVA_SHORT, 0, (short) rows);
      scratch.value.set(JAVA_SHORT, Short.BYTES, (short) columns);
      return (int)
          scratch.call(Abi.NR_IOCTL, master, Abi.TIOCSWINSZ, scratch.value.address(), 0, 0);
    } finally {
      scratch.giveBack();
    }
  }
}
