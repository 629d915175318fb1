package io.jackfield.reactor.endpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that the one who started this process opened for it, as systemd does for a socket
 * unit. Reads names and numbers only: who takes a descriptor owns it. Source: sd_listen_fds(3).
 *
 * @param byName the descriptors of each name, in their order; unchangeable
 */
public record PassedSockets(SortedMap<String, List<Integer>> byName) {
  /** {@code SD_LISTEN_FDS_START}. */
  private static final int FIRST = 3;

  /**
   * What a process may have unless its limit was raised: {@code fs.nr_open}, see proc_sys_fs(5).
   */
  private static final int MAX_DESCRIPTORS = 1 << 20;

  /** What systemd calls those that nobody named. */
  private static final String UNNAMED = "unknown";

  private static final String HOW =
      "start this process from a systemd socket unit or by systemd-socket-activate(1)";

  /** Copies what it is given. */
  public PassedSockets {
    var copy = new TreeMap<String, List<Integer>>();
    byName.forEach((name, numbers) -> copy.put(name, List.copyOf(numbers)));
    byName = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Reads {@code LISTEN_FDS}, {@code LISTEN_PID} and {@code LISTEN_FDNAMES}.
   *
   * @param ownPid of this process: the variables are inherited by children, for which they are not
   * @throws PassedSocketException if nothing was passed, or not to this process, or the variables
   *     contradict each other
   */
  public static PassedSockets read(Map<String, String> environment, long ownPid)
      throws PassedSocketException {
    long pid = number(environment, "LISTEN_PID");
    if (pid != ownPid) {
      throw new PassedSocketException(
          "the sockets were passed to process %d (LISTEN_PID), and this is process %d"
              .formatted(pid, ownPid));
    }
    long count = number(environment, "LISTEN_FDS");
    if (count == 0) {
      throw new PassedSocketException("no sockets were passed (LISTEN_FDS is 0): " + HOW);
    }
    if (count > MAX_DESCRIPTORS) {
      throw new PassedSocketException("LISTEN_FDS is " + count + ", more than there can be");
    }
    var byName = new TreeMap<String, List<Integer>>();
    String names = environment.get("LISTEN_FDNAMES");
    if (names == null) {
      names = UNNAMED + (":" + UNNAMED).repeat((int) count - 1);
    }
    List<String> each = Arrays.asList(names.split(":", -1));
    if (each.size() != count) {
      throw new PassedSocketException(
          "LISTEN_FDS is %d, but LISTEN_FDNAMES has %d names".formatted(count, each.size()));
    }
    for (int i = 0; i < each.size(); i++) {
      byName.computeIfAbsent(each.get(i), name -> new ArrayList<>()).add(FIRST + i);
    }
    return new PassedSockets(byName);
  }

  /**
   * The descriptors of that name, at least one.
   *
   * @throws PassedSocketException if there is none; it lists the names that there are
   */
  public List<Integer> descriptors(String name) throws PassedSocketException {
    List<Integer> numbers = byName.get(name);
    if (numbers == null) {
      throw new PassedSocketException(
          "no socket named '%s' was passed; the names are %s"
              .formatted(name, String.join(", ", byName.keySet())));
    }
    return numbers;
  }

  private static long number(Map<String, String> environment, String variable)
      throws PassedSocketException {
    @Nullable String text = environment.get(variable);
    if (text == null) {
      throw new PassedSocketException(
          "no sockets were passed (%s is not set): %s".formatted(variable, HOW));
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new PassedSocketException(
          "%s is '%s', which is not a number".formatted(variable, text));
    }
    return Long.parseLong(text);
  }
}
