package io.jackfield.cli.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A limit of this process. Source: proc(5), getrlimit(2).
 *
 * @param soft what holds; {@link #UNLIMITED} for none
 * @param hard up to where this user may raise it
 */
public record ProcessLimit(long soft, long hard) {
  /** {@code RLIMIT_NOFILE}, as the kernel's table names it. */
  public static final String OPEN_FILES = "Max open files";

  static final long UNLIMITED = Long.MAX_VALUE;

  private static final long KIB = 1_024;
  private static final long MIB = KIB * KIB;

  /** As the kernel's table names it; null if it is not there. */
  public static @Nullable ProcessLimit of(KernelFiles kernel, String name) {
    Pattern row =
        Pattern.compile(Pattern.quote(name) + "\\s+(\\d+|unlimited)\\s+(\\d+|unlimited)\\b.*");
    for (String line : kernel.lines("self/limits")) {
      Matcher found = row.matcher(line);
      if (found.matches()) {
        return new ProcessLimit(number(found.group(1)), number(found.group(2)));
      }
    }
    return null;
  }

  private static long number(String text) {
    try {
      return text.equals("unlimited") ? UNLIMITED : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return UNLIMITED; // More digits than a long has.
    }
  }

  /** A number, or "unlimited". */
  static String count(long limit) {
    return limit == UNLIMITED ? "unlimited" : Long.toString(limit);
  }

  /** A number of bytes in the largest unit that suits it. */
  static String bytes(long limit) {
    if (limit == UNLIMITED) {
      return "unlimited";
    }
    return limit % MIB == 0 && limit > 0
        ? limit / MIB + " MiB"
        : limit % KIB == 0 ? limit / KIB + " KiB" : limit + " bytes";
  }
}
