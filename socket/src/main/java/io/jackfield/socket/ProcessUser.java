package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.UserCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A user that this process can become, for good: a server opens its ports below 1024 as root, and
 * serves as somebody who may do nothing else. Source: credentials(7).
 *
 * @param name as the system lists it
 * @param userId its number
 * @param groupId of the group that it is in first
 * @param groupIds of all that it is in, in the order of their numbers
 */
public record ProcessUser(String name, int userId, int groupId, List<Integer> groupIds) {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** {@code CAP_SETGID} and {@code CAP_SETUID} of capabilities(7), by which it could be undone. */
  private static final long CHANGING_USERS = 1L << 6 | 1L << 7;

  /** Copies the list. */
  public ProcessUser {
    groupIds = List.copyOf(groupIds);
  }

  /**
   * Looks a user up.
   *
   * @param group its first group; null for the one that the system lists
   * @throws IOException if there is no such user, or group
   */
  public static ProcessUser named(String user, @Nullable String group) throws IOException {
    Abi.requireSupported();
    UserCalls.Listed listed = UserCalls.user(user);
    if (listed == null) {
      throw new IOException("there is no user '" + user + "'");
    }
    int groupId = listed.groupId();
    if (group != null) {
      Integer found = UserCalls.group(group);
      if (found == null) {
        throw new IOException("there is no group '" + group + "'");
      }
      groupId = found;
    }
    List<Integer> groups =
        IntStream.of(UserCalls.groups(user, groupId)).sorted().distinct().boxed().toList();
    return new ProcessUser(user, listed.userId(), groupId, groups);
  }

  /** Whether this process is that user in all its threads already, and cannot be another. */
  public boolean isCurrent() throws IOException {
    return difference() == null;
  }

  /**
   * Makes all threads of this process that user, of those groups, without a way back. Does nothing
   * if they are.
   *
   * @throws PermissionDeniedException if this process may not: it is not root's
   * @throws IOException if some thread is not that user after all, or could be another one again.
   *     Such a process is to end
   */
  public void become() throws IOException {
    if (isCurrent()) {
      return;
    }
    int[] groups = groupIds.stream().mapToInt(Integer::intValue).toArray();
    check("setgroups", UserCalls.setGroups(groups));
    check("setresgid", UserCalls.setGroup(groupId));
    check("setresuid", UserCalls.setUser(userId));
    String difference = difference();
    if (difference != null) {
      throw new IOException(difference);
    }
    if (userId != 0 && UserCalls.setUser(0) >= 0) {
      throw new IOException("this process could become root again");
    }
  }

  private static void check(String call, int result) throws IOException {
    if (result < 0) {
      throw Failures.of(call, result, null, null);
    }
  }

  /** In words, what is not as it is to be in some thread; null if all is. */
  private @Nullable String difference() throws IOException {
    try (Stream<Path> tasks = Files.list(TASKS)) {
      for (Path task : tasks.toList()) {
        String difference = difference(task);
        if (difference != null) {
          return "thread " + task.getFileName() + " is not as " + name + "'s: " + difference;
        }
      }
      return null;
    }
  }

  private @Nullable String difference(Path task) throws IOException {
    List<String> status;
    try {
      status = Files.readAllLines(task.resolve("status"));
    } catch (NoSuchFileException e) {
      return null; // It has ended.
    }
    for (String line : status) {
      List<String> words = Arrays.asList(line.split("\\s+", -1));
      List<String> values = words.subList(1, words.size());
      boolean isRight =
          switch (words.getFirst()) {
            case "Uid:" -> values.stream().allMatch(Integer.toUnsignedString(userId)::equals);
            case "Gid:" -> values.stream().allMatch(Integer.toUnsignedString(groupId)::equals);
            case "Groups:" -> numbers(values).equals(wanted());
            case "CapPrm:" ->
                userId == 0
                    || (Long.parseUnsignedLong(values.getFirst(), 16) & CHANGING_USERS) == 0;
            default -> true;
          };
      if (!isRight) {
        return line;
      }
    }
    return null;
  }

  private static Set<String> numbers(List<String> values) {
    return values.stream()
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> wanted() {
    return groupIds.stream()
        .map(Integer::toUnsignedString)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
