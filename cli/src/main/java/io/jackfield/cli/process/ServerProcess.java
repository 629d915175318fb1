package io.jackfield.cli.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A process that may be a {@code jackfield} that serves, as the kernel tells of it: proc(5).
 *
 * @param pid its number
 * @param words its command line; empty where there is no such process, or it has ended
 */
public record ServerProcess(long pid, List<String> words) {
  /** What the launcher starts the JVM with, {@code -m MODULE/CLASS}. */
  private static final String MAIN = "io.jackfield.cli/io.jackfield.cli.Main";

  private static final List<String> SERVING = List.of("serve", "up");

  // Sets of signals; the lowest bit is signal 1's.
  private static final long SIGUSR2 = 1L << (12 - 1);

  /** Real-time signals, but for the one that the JDK wakes threads by that wait for input. */
  private static final long MOVED = (-1L << (34 - 1)) & ~(1L << (62 - 1));

  /** Copies the list. */
  public ServerProcess {
    words = List.copyOf(words);
  }

  /** Looks at a process. */
  public static ServerProcess of(long pid) {
    try {
      String line = Files.readString(path(pid, "cmdline"), ISO_8859_1);
      return new ServerProcess(pid, line.isEmpty() ? List.of() : Arrays.asList(line.split("\0")));
    } catch (IOException e) {
      return new ServerProcess(pid, List.of());
    }
  }

  private static Path path(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }

  /** Whether there is a process of this number. */
  public boolean exists() {
    return Files.exists(path(pid, "stat"));
  }

  /** Whether it is a {@code jackfield} that was told to serve. */
  public boolean isServer() {
    int main = words.indexOf(MAIN);
    return main >= 0 && main + 1 < words.size() && SERVING.contains(words.get(main + 1));
  }

  /**
   * Whether SIGUSR2 is caught, and by us: the JVM, which has it for itself unless it was given a
   * real-time one, catches that.
   */
  public boolean takesRestarts() {
    try {
      return Files.readAllLines(path(pid, "status"), ISO_8859_1).stream()
          .filter(line -> line.startsWith("SigCgt:"))
          .map(line -> Long.parseUnsignedLong(line.substring("SigCgt:".length()).strip(), 16))
          .anyMatch(caught -> (caught & SIGUSR2) != 0 && (caught & MOVED) != 0);
    } catch (IOException | NumberFormatException e) {
      return false; // It has ended.
    }
  }
}
