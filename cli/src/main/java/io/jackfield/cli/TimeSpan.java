package io.jackfield.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A typed time longer than none, up to a year: seconds unless a unit is said, {@code 5}, {@code
 * 0.5}, {@code 300ms}, {@code 2m}, {@code 1h}. Source: ncat(1).
 */
final class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(ms|s|m|h)?");
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
      if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) <= 0 && nanos.signum() > 0) {
        return Duration.ofNanos(nanos.longValue());
      }
    }
    throw new TypeConversionException(
        "'" + typed + "' is not a time: seconds, more than 0, as in 5, or with ms, s, m or h");
  }
}
