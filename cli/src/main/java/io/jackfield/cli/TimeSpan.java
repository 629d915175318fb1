package io.jackfield.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A typed time, from none to a year: seconds unless a unit is said, {@code 5}, {@code 0.5}, {@code
 * .5}, {@code 300ms}, {@code 2m}, {@code 1h}. Source: ncat(1), ping(8).
 */
final class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?|\\.[0-9]{1,9})(ms|s|m|h)?");
  private static final Duration LONGEST = Duration.ofDays(365);

  @Override
  public Duration convert(String typed) {
    Matcher matcher = FORM.matcher(typed);
    if (matcher.matches()) {
      String unit = matcher.group(2);
      long unitNanos =
          switch (unit == null ? "s" : unit) {
            case "ms" -> 1_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000_000_000L;
          };
      BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNanos));
      // Less than a nanosecond is none, which would be taken for something else than a short time.
      boolean isWhole = nanos.stripTrailingZeros().scale() <= 0;
      if (isWhole && nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) <= 0) {
        return Duration.ofNanos(nanos.longValueExact());
      }
    }
    throw new TypeConversionException(
        "'"
            + typed
            + "' is not a time: seconds, as in 5 or 0.5, or with ms, s, m or h; at most a year");
  }

  /**
   * The same, for a time that cannot be none.
   *
   * @throws CommandException of wrong usage if it is
   */
  static Duration positive(String option, Duration time) {
    if (time.isZero()) {
      throw new CommandException(Exit.USAGE, option + " takes more than 0");
    }
    return time;
  }
}
