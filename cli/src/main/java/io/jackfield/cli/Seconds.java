package io.jackfield.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A typed number of whole seconds, from none to a year. */
final class Seconds implements ITypeConverter<Duration> {
  private static final Duration LONGEST = Duration.ofDays(365);

  @Override
  public Duration convert(String typed) {
    try {
      Duration seconds = Duration.ofSeconds(Long.parseLong(typed));
      if (!seconds.isNegative() && seconds.compareTo(LONGEST) <= 0) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new TypeConversionException(
        "'" + typed + "' is not a number of seconds, 0 to " + LONGEST.toSeconds());
  }

  /**
   * The same, for a wait that cannot be none.
   *
   * @throws CommandException of wrong usage if it is
   */
  static Duration positive(String option, Duration seconds) {
    if (seconds.isZero()) {
      throw new CommandException(Exit.USAGE, option + " takes 1 or more seconds");
    }
    return seconds;
  }
}
