package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is, and who users are. As {@link SocketCalls}: a result of 0 or more, or a
 * negated errno.
 *
 * <p>By the C library's own functions, unlike all other calls here: a system call changes the
 * calling thread alone, and the C library has every thread of the process make it (nptl(7)). It
 * also knows where users are listed (nsswitch.conf(5)).
 */
public final class UserCalls {
  /** {@code NGROUPS_MAX} of credentials(7). */
  private static final int MOST_GROUPS = 65_536;

  // struct passwd { char *pw_name, *pw_passwd; uid_t pw_uid; gid_t pw_gid; ... }
  // struct group { char *gr_name, *gr_passwd; gid_t gr_gid; ... }
  private static final int FIRST_ID_AT = 16;
  private static final int SECOND_ID_AT = 20;

  /**
   * A user as the system lists it.
   *
   * @param groupId the group that it is in first
   */
  public record Listed(int userId, int groupId) {}

  private UserCalls() {}

  /** A user by its name: {@code getpwnam(3)}; null if there is none. */
  public static synchronized @Nullable Listed user(String name) {
    long entry = entry("getpwnam", name);
    return entry == 0 ? null : new Listed(read(entry + FIRST_ID_AT), read(entry + SECOND_ID_AT));
  }

  /** A group's number by its name: {@code getgrnam(3)}; null if there is none. */
  public static synchronized @Nullable Integer group(String name) {
    long entry = entry("getgrnam", name);
    return entry == 0 ? null : Integer.valueOf(read(entry + FIRST_ID_AT));
  }

  /** In memory of the library's, until its next call. */
  private static long entry(String function, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return Syscall.library(
          callState(arena), function, arena.allocateFrom(name).address(), 0, 0, 0);
    }
  }

  private static int read(long address) {
    return Syscall.EVERYWHERE.get(JAVA_INT, address);
  }

  private static MemorySegment callState(Arena arena) {
    return arena.allocate(Syscall.CALL_STATE);
  }

  /** The groups that a user is in, {@code groupId} among them: {@code getgrouplist(3)}. */
  public static synchronized int[] groups(String name, int groupId) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment groups = arena.allocate(JAVA_INT, MOST_GROUPS);
      MemorySegment count = arena.allocateFrom(JAVA_INT, MOST_GROUPS);
      long _ =
          Syscall.library(
              callState(arena),
              "getgrouplist",
              arena.allocateFrom(name).address(),
              groupId,
              groups.address(),
              count.address());
      return groups.asSlice(0, (long) Integer.BYTES * count.get(JAVA_INT, 0)).toArray(JAVA_INT);
    }
  }

  /** {@code setgroups(2)}, of all threads. */
  public static int setGroups(int[] groups) {
    try (Arena arena = Arena.ofConfined()) {
      long list = arena.allocateFrom(JAVA_INT, groups).address();
      return set(arena, "setgroups", groups.length, list, 0);
    }
  }

  /** {@code setresgid(2)}, all three, of all threads. */
  public static int setGroup(int id) {
    try (Arena arena = Arena.ofConfined()) {
      return set(arena, "setresgid", id, id, id);
    }
  }

  /** {@code setresuid(2)}, all three, of all threads. */
  public static int setUser(int id) {
    try (Arena arena = Arena.ofConfined()) {
      return set(arena, "setresuid", id, id, id);
    }
  }

  private static int set(Arena arena, String function, long a, long b, long c) {
    MemorySegment callState = callState(arena);
    int result = (int) Syscall.library(callState, function, a, b, c, 0);
    return result >= 0 ? result : -callState.get(JAVA_INT, 0);
  }
}
